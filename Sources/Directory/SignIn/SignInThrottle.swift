public import Primitives

/// The key of a throttle record: a MAC over an account or a source of requests.
///
/// A keyed hash, because people type passwords into the wrong field, and a plain hash of one could
/// be guessed from a copy of the database.
public struct ThrottleKey: Sendable, Hashable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Takes the MAC that a rule or a store gave.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// What is remembered of the attempts on one account, or from one source.
public struct ThrottleRecord: Sendable, Equatable {
    /// Attempts that count so far.
    public var attempts: Int64
    /// The time that the attempts lead to.
    ///
    /// For an account, before it no attempt is let through; for a source, it ends the window in
    /// which `attempts` were counted.
    public var until: Timestamp
    /// When the record means nothing any more and the store may delete it.
    public var forgottenAt: Timestamp

    /// Creates the value from its stored columns.
    public init(attempts: Int64, until: Timestamp, forgottenAt: Timestamp) {
        self.attempts = attempts
        self.until = until
        self.forgottenAt = forgottenAt
    }
}

/// The two records that one sign-in attempt looks at.
public struct SignInThrottleState: Sendable, Equatable {
    /// The record of the account, `nil` where there is none.
    public var account: ThrottleRecord?
    /// The record of the source, `nil` where there is none.
    public var source: ThrottleRecord?

    /// Creates the pair.
    public init(account: ThrottleRecord?, source: ThrottleRecord?) {
        self.account = account
        self.source = source
    }
}

/// Where throttle records are kept, so that a restart forgives nobody.
public protocol SignInThrottleStore: Sendable {
    /// Reads both records, applies `rule` and writes them back, in one write transaction.
    ///
    /// - Parameters:
    ///   - account: The key of the account's record.
    ///   - source: The key of the source's record.
    ///   - now: Records whose `forgottenAt` is not later are absent to `rule`, and deleted.
    ///   - rule: A pure function; a record that it leaves `nil` is deleted.
    /// - Returns: What `rule` returned.
    /// - Throws: ``DirectoryStoreError/unavailable(reason:)``.
    func updateThrottle<Outcome: Sendable>(
        account: ThrottleKey,
        source: ThrottleKey,
        at now: Timestamp,
        _ rule: @escaping @Sendable (inout SignInThrottleState) -> Outcome
    ) async throws(DirectoryStoreError) -> Outcome
}
