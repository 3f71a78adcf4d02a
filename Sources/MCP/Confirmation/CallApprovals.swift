/// Has a person agree to a call on a page, where their client cannot show them a question.
public protocol CallApprovals: Sendable {
    /// Says how a call stands.
    ///
    /// - Parameter call: The call and what is asked about it.
    /// - Returns: How it stands; agreement is told once and counts for this one call.
    /// - Throws: ``IntrospectionFailure`` where the store cannot say.
    func standing(of call: ApprovableCall) async throws(IntrospectionFailure) -> ApprovalStanding
}

/// A call that its person is asked about on a page.
public struct ApprovableCall: Sendable {
    /// What the token stood for.
    public let token: ActiveToken
    /// Bytes that are the same for the same call only.
    public let identity: [UInt8]
    /// What is asked.
    public let question: CallQuestion
}

/// How a call stands that its person is asked about on a page.
public enum ApprovalStanding: Sendable, Equatable {
    /// They have agreed.
    case approved
    /// They have said no.
    case declined
    /// They have not answered; the value is the address of the page.
    case waiting(link: String)
}
