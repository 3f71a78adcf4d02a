private import Cryptography
public import Primitives

/// A client as the rules see it: known, with metadata that passed every check.
public struct Client: Sendable, Equatable {
    /// How a client proves itself.
    public enum Credential: Sendable, Equatable {
        /// It does not: a public client.
        case none
        /// By the secret derived from its identifier.
        case derived
        /// By the secret with this SHA-256 digest.
        case hashed([UInt8])
        /// By assertions signed with published keys; where it is not required, also not at all.
        case published(ClientKeySource, isRequired: Bool)
    }

    /// The `client_id`, ASCII.
    public let identifier: String
    /// How it became known.
    public let kind: ClientKind
    /// What it says about itself, checked and cleaned.
    public let metadata: ClientMetadata
    /// How it proves itself.
    public let credential: Credential
    /// Lifetimes of its own; `nil` follows the server's.
    public let lifetimes: TokenLifetimes?
    /// When it was disabled, if it was.
    public let disabledAt: Timestamp?

    /// The SHA-256 digest of what its document says, by which an approval pins it; `nil` for a
    /// client without a document.
    public var documentHash: [UInt8]? {
        kind == .metadataDocument ? SHA256.digest(metadata.canonicalJSON) : nil
    }

    /// The record that a grant saves for this client when nobody approved it before.
    public func record(at now: Timestamp) -> ClientRecord {
        let hash: [UInt8]? = if case .hashed(let digest) = credential { digest } else { nil }
        return ClientRecord(
            naming: ClientNaming(
                identifier: identifier,
                kind: kind,
                name: metadata.displayName
            ),
            metadata: metadata.canonicalJSON,
            secretHash: hash,
            lifetimes: lifetimes,
            createdAt: now,
            disabledAt: disabledAt
        )
    }
}
