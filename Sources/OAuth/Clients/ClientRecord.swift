public import Primitives

/// How a client became known.
public enum ClientKind: String, Sendable, CaseIterable {
    /// An operator registered it.
    case registered
    /// It registered itself (RFC 7591); its identifier is its sealed metadata.
    case dynamic
    /// Its identifier is the address of its metadata document.
    case metadataDocument = "metadata_document"
}

/// A client as a store keeps it.
public struct ClientRecord: Sendable, Equatable {
    /// The `client_id`, ASCII.
    public let identifier: String
    /// How it became known.
    public let kind: ClientKind
    /// The name it gave itself, cleaned; a copy from the metadata, for listings.
    public let name: String
    /// The canonical JSON of its metadata, which ``ClientMetadata`` reads and writes.
    public let metadata: [UInt8]
    /// The SHA-256 digest of a secret that an operator handed out; `nil` for all others.
    public let secretHash: [UInt8]?
    /// Lifetimes of its own; `nil` follows the server's.
    public let lifetimes: TokenLifetimes?
    /// When it was first stored.
    public let createdAt: Timestamp
    /// When it was disabled, if it was.
    public let disabledAt: Timestamp?
    /// When it first proved itself by an assertion; from then on it must.
    public let provenAt: Timestamp?

    /// Creates the value.
    public init(
        naming: ClientNaming,
        metadata: [UInt8],
        secretHash: [UInt8]?,
        lifetimes: TokenLifetimes?,
        createdAt: Timestamp,
        disabledAt: Timestamp?,
        provenAt: Timestamp? = nil
    ) {
        identifier = naming.identifier
        kind = naming.kind
        name = naming.name
        self.metadata = metadata
        self.secretHash = secretHash
        self.lifetimes = lifetimes
        self.createdAt = createdAt
        self.disabledAt = disabledAt
        self.provenAt = provenAt
    }
}

/// What a client is called and how it became known.
public struct ClientNaming: Sendable, Equatable {
    /// The `client_id`.
    public let identifier: String
    /// How it became known.
    public let kind: ClientKind
    /// The name it gave itself, cleaned.
    public let name: String

    /// Creates the value.
    public init(identifier: String, kind: ClientKind, name: String) {
        self.identifier = identifier
        self.kind = kind
        self.name = name
    }
}
