public import Primitives

/// The hash under which a browser secret is stored: 32 bytes of SHA-256.
public struct BrowserDigest: Sendable, Hashable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Takes the digest that a store or a hash function gave.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// A browser in which somebody is signed in.
///
/// The store keeps only the digest of the cookie, so that a copy of the database opens no session.
public struct BrowserSession: Sendable, Equatable {
    /// The digest of the cookie's value.
    public let digest: BrowserDigest
    /// Who is signed in.
    public let person: PersonKey
    /// When they signed in; the absolute limit counts from here.
    public let createdAt: Timestamp
    /// When the browser was last seen, late by up to ``SessionPolicy/touchIntervalInSeconds``.
    public let lastSeenAt: Timestamp

    /// Creates the value from its stored columns.
    public init(
        digest: BrowserDigest,
        person: PersonKey,
        createdAt: Timestamp,
        lastSeenAt: Timestamp
    ) {
        self.digest = digest
        self.person = person
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
    }
}
