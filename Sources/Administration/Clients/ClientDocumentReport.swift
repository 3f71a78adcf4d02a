private import Cryptography
internal import JSON
internal import OAuth
internal import Primitives

/// What an operator sees of a document that a client published and somebody approved.
struct ClientDocumentReport {
    private let metadata: ClientMetadata
    private let client: ClientRecord

    /// Reports on `client`, or is `nil` for one without a document.
    init?(_ client: ClientRecord) {
        guard client.kind == .metadataDocument,
            let metadata = ClientMetadata(canonicalJSON: client.metadata)
        else { return nil }
        self.metadata = metadata
        self.client = client
    }

    /// How it authenticates, in words.
    var authentication: String {
        guard metadata.method == .privateKeyJWT else { return metadata.method.rawValue }
        if let proven = client.provenAt { return "private_key_jwt, pinned since \(proven.exact)" }
        return metadata.proof.isOptional ? "private_key_jwt or none" : "private_key_jwt"
    }

    /// Where the keys are, or their RFC 7638 thumbprints.
    var keys: [String] {
        switch metadata.proof.keys {
        case nil: []
        case .address(let text)?: [text]
        case .inline(let set)?: set.keys.map { "SHA-256 \($0.thumbprint)" }
        }
    }

    /// The digest by which approvals name what they saw.
    var hash: String { Hex.encode(SHA256.digest(client.metadata)) }

    /// The report as an object.
    var json: JSONValue {
        [
            "hash": .string(hash), "home_page": .text(metadata.homePage),
            "keys": .array(keys.map { .string($0) }),
            "proof_is_optional": .bool(metadata.proof.isOptional),
            "proven_at": .time(client.provenAt),
        ]
    }

    /// Adds the lines of the report.
    func add(to details: inout Details) {
        details.add("Document", client.identifier)
        details.add("Pinned as", hash)
        details.add("Home page", metadata.homePage)
        if !keys.isEmpty { details.add("Keys", all: keys) }
    }
}
