public import Primitives

/// A tool call that its person must agree to on a page, because its client cannot ask them.
public struct CallApproval: Sendable, Equatable {
    /// How long a call may be agreed to after it was asked about, and then be made, in seconds.
    public static let lifetimeInSeconds: Int64 = 900

    /// What the link names, `cfm_…`.
    public let identifier: String
    /// What the client calls itself.
    public let clientName: String
    /// What the call would do, one fact a line.
    public let message: String
    /// What the button says that agrees.
    public let consent: String
    /// When the client first made the call.
    public let askedAt: Timestamp

    /// Creates the value of one row.
    public init(
        identifier: String,
        clientName: String,
        message: String,
        consent: String,
        askedAt: Timestamp
    ) {
        self.identifier = identifier
        self.clientName = clientName
        self.message = message
        self.consent = consent
        self.askedAt = askedAt
    }
}

/// A call that waits for its person, as the tool router describes it.
public struct CallApprovalRequest: Sendable, Equatable {
    /// The person, `usr_…`.
    public let person: String
    /// The grant, `grt_…`.
    public let grant: String
    /// The SHA-256 digest of the call and of the version of what it is about.
    public let digest: [UInt8]
    /// What the person sees.
    public let shown: CallApproval

    /// Creates the value.
    public init(person: String, grant: String, digest: [UInt8], shown: CallApproval) {
        self.person = person
        self.grant = grant
        self.digest = digest
        self.shown = shown
    }
}

/// Where calls wait for their person.
public protocol CallApprovalStore: Sendable {
    /// Says how a call stands, and notes that it waits where nobody has asked about it yet.
    ///
    /// An answer is told once: it is gone with the reading of it, in the same write.
    ///
    /// - Parameters:
    ///   - request: The call.
    ///   - now: The time; what was asked about for too long counts as never asked.
    /// - Returns: How it stands.
    /// - Throws: ``StoreError``; then nothing was noted.
    func settle(
        _ request: CallApprovalRequest,
        at now: Timestamp
    ) async throws(StoreError) -> CallApprovalStanding

    /// Returns the call that waits for `person` under this identifier, or `nil`.
    func waiting(
        _ identifier: String,
        for person: String,
        at now: Timestamp
    ) async throws(StoreError) -> CallApproval?

    /// Notes what `person` answered about a call that waits.
    ///
    /// - Parameters:
    ///   - identifier: The call.
    ///   - isApproved: What they answered.
    ///   - person: Who; the call must be theirs.
    ///   - now: The time.
    /// - Returns: Whether it still waited.
    /// - Throws: ``StoreError``.
    func decide(
        _ identifier: String,
        isApproved: Bool,
        by person: String,
        at now: Timestamp
    ) async throws(StoreError) -> Bool
}

/// How a call stands that its person must agree to.
public enum CallApprovalStanding: Sendable, Equatable {
    /// They have agreed; this was the one time that it counts.
    case approved
    /// They have said no.
    case declined
    /// They have not answered yet; the value names the page.
    case waiting(identifier: String)
}
