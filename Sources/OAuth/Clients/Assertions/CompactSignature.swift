internal import Cryptography
internal import JSON
private import Primitives

/// A signed text in the compact form (RFC 7515 §7.1), taken apart but not yet verified.
struct CompactSignature: Sendable {
    /// The algorithm that the header names, one of those that are verified.
    let algorithm: SignatureAlgorithm
    /// The `kid` of the header.
    let keyName: String?
    /// What was signed.
    let payload: JSONObject

    private let signedBytes: [UInt8]
    private let signature: [UInt8]

    /// The longest text that is read.
    static let maximumBytes = 8_192

    /// The types that the header may state (RFC 7519 §5.1, RFC 8725 §3.11).
    private static let types = ["jwt", "client-authentication+jwt"]

    /// Takes `text` apart.
    ///
    /// Exactly three parts of canonical base64url, header and payload strict JSON objects. Keys in
    /// the header (`jwk`, `jku`, `x5c`) are never looked at; an extension that must be understood
    /// (`crit`) is refused, because none is.
    init(parsing text: [UInt8]) throws(AssertionProblem) {
        guard text.count <= Self.maximumBytes else { throw .malformed }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.object(parts[0]),
            let payload = Self.object(parts[1]), let signature = Base64URL.decode(parts[2])
        else { throw .malformed }
        guard header["crit"] == nil else { throw .malformed }
        if let type = header["typ"] {
            guard let name = type.stringValue, Self.isAllowed(type: name) else {
                throw .otherType
            }
        }
        guard let name = header["alg"]?.stringValue,
            let algorithm = SignatureAlgorithm(named: name)
        else { throw .otherAlgorithm }
        switch header["kid"] {
        case nil: keyName = nil
        case .string(let kid)?: keyName = kid
        default: throw .malformed
        }
        self.algorithm = algorithm
        self.payload = payload
        self.signature = signature
        signedBytes = Array(text[..<parts[1].endIndex])
    }

    /// Whether `key` made the signature; a key of another type than the header says never did.
    func isMade(by key: JSONWebKey) -> Bool {
        guard let publicKey = key.publicKey, publicKey.algorithm == algorithm else { return false }
        return publicKey.isValid(signature, of: signedBytes)
    }

    private static func object(_ part: ArraySlice<UInt8>) -> JSONObject? {
        guard let bytes = Base64URL.decode(part) else { return nil }
        return (try? JSONValue(parsing: bytes, maximumDepth: 8))?.objectValue
    }

    private static func isAllowed(type: String) -> Bool {
        let prefix = "application/"
        var name = ASCII.lowercased(type)[...]
        if name.utf8.starts(with: prefix.utf8) { name = name.dropFirst(prefix.utf8.count) }
        return types.contains { $0.utf8.elementsEqual(name.utf8) }
    }
}
