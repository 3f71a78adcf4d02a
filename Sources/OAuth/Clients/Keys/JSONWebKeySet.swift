internal import JSON
private import Primitives

/// The keys that a client published (RFC 7517 §5), those of them that can verify.
public struct JSONWebKeySet: Sendable, Equatable {
    /// Why a key set cannot be used.
    public enum Problem: Error, Sendable, Equatable, CaseIterable {
        /// It is not strict JSON with an array `keys`.
        case notAKeySet
        /// It has more than ``JSONWebKeySet/maximumKeys`` keys.
        case tooManyKeys
        /// It shows a private or a symmetric key, so whoever reads it can sign.
        case secretKey
        /// No key in it can verify a signature of ours.
        case noUsableKey
    }

    /// The keys, in the order of the document.
    public let keys: [JSONWebKey]

    /// The most keys that are read.
    public static let maximumKeys = 20
    /// The longest key set that is read, in bytes: more than a document, for certificates.
    public static let maximumBytes = 32_768

    init(keys: [JSONWebKey]) {
        self.keys = keys
    }

    /// Reads the body of a `jwks_uri`.
    init(parsing body: [UInt8]) throws(Problem) {
        guard let value = try? JSONValue(parsing: body, maximumDepth: 8) else { throw .notAKeySet }
        try self.init(value)
    }

    /// Reads the member `jwks` of a metadata document.
    init(_ value: JSONValue) throws(Problem) {
        guard let list = value["keys"]?.arrayValue else { throw .notAKeySet }
        guard list.count <= Self.maximumKeys else { throw .tooManyKeys }
        let objects = list.compactMap(\.objectValue)
        guard objects.count == list.count else { throw .notAKeySet }
        let secretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"]
        let showsSecret = objects.contains { key in
            key["kty"] == "oct" || secretMembers.contains { key[$0] != nil }
        }
        guard !showsSecret else { throw .secretKey }
        keys = objects.compactMap(JSONWebKey.init(_:))
        guard !keys.isEmpty else { throw .noUsableKey }
    }

    /// The keys that an assertion may have been signed with.
    ///
    /// - Parameter name: The `kid` of its header, or `nil` when it names none.
    /// - Returns: The keys of that name; without a name all of them. An unknown name leads to
    ///   none: it is never taken for another key.
    func candidates(named name: String?) -> [JSONWebKey] {
        guard let name else { return keys }
        return keys.filter { $0.name?.isIdentical(to: name) == true }
    }
}
