/// The short name of a failure, for programs.
///
/// Every failure of a tool has one of these, and `Documentation/Tools.md` is written from them.
public enum ToolErrorCode: String, Sendable, CaseIterable {
    /// An argument is missing, malformed or cannot be used.
    case invalidArguments = "invalid_arguments"
    /// The token lacks a scope.
    case insufficientScope = "insufficient_scope"
    /// The grant does not open the workspace.
    case workspaceNotOpen = "workspace_not_open"
    /// The person's role does not allow it.
    case roleTooLow = "role_too_low"
    /// There is no such item.
    case notFound = "not_found"
    /// The cursor is not one of the list.
    case invalidCursor = "invalid_cursor"
    /// A network would refuse the post.
    case notPublishable = "not_publishable"
    /// The post is out, or going out.
    case wrongStatus = "wrong_status"
    /// The item was changed since it was read.
    case revisionConflict = "revision_conflict"
    /// The key belongs to another call.
    case idempotencyKeyReused = "idempotency_key_reused"
    /// The person has to agree first.
    case confirmationRequired = "confirmation_required"
    /// The person said no.
    case declined
    /// The person did not answer.
    case notConfirmed = "not_confirmed"
    /// There are too many calls.
    case rateLimited = "rate_limited"
    /// The budget of the day is spent.
    case budgetSpent = "budget_spent"
    /// A generator made nothing.
    case generationFailed = "generation_failed"
    /// A file cannot be used.
    case mediaUnavailable = "media_unavailable"
    /// The network cannot be connected here.
    case providerNotAvailable = "provider_not_available"
    /// The server is not set up for it.
    case notAvailable = "not_available"
    /// It may work a little later.
    case temporarilyUnavailable = "temporarily_unavailable"

    /// What it means, in Markdown, for whoever writes a client.
    public var meaning: String {
        switch self {
        case .invalidArguments:
            "an argument is missing, malformed or cannot be used; `violations` says "
                + "which"
        case .insufficientScope:
            "the connection lacks a permission that a call inside a batch needs; "
                + "alone it is answered with HTTP 403"
        case .workspaceNotOpen:
            "the connection does not open this workspace, or there is none"
        case .roleTooLow:
            "the person's role in the workspace does not allow it"
        case .notFound:
            "the workspace holds no such item"
        case .invalidCursor:
            "the cursor is not one of this list"
        case .notPublishable:
            "a network would refuse the post as it is; `problems` says why"
        case .wrongStatus:
            "the post is out, or going out"
        case .revisionConflict:
            "the post was changed since; `currentRevision` is its revision"
        case .idempotencyKeyReused:
            "the key belongs to a call with other arguments"
        case .confirmationRequired:
            "the person wants to be asked first; `confirmation_url` is where they "
                + "answer, where there is such a page, and `settings_url` where they "
                + "switch the question off"
        case .declined:
            "the person was asked and said no"
        case .notConfirmed:
            "the person closed the question without an answer"
        case .rateLimited:
            "too many calls, or campaigns at once; `retry_after_seconds` says when "
                + "to try again"
        case .budgetSpent:
            "the workspace has had as many drafts generated today as it may; "
                + "`freesAt` says until when"
        case .generationFailed:
            "the generator made nothing; `temporary` says whether trying again may "
                + "help"
        case .mediaUnavailable:
            "a file cannot be fetched or is none that can be published"
        case .providerNotAvailable:
            "this server connects no profiles of that network; `available` lists "
                + "those it does"
        case .notAvailable:
            "this server is not set up for it"
        case .temporarilyUnavailable:
            "nothing was changed; try again"
        }
    }
}
