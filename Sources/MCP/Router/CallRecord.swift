/// That a tool was called: by whom, how it ended and how long it took, never with what.
public struct CallRecord: Sendable, Equatable {
    /// How a call ended.
    public enum Outcome: Sendable, Equatable {
        /// The tool did what was asked.
        case succeeded
        /// The tool said why it did not; the value is the error's code.
        case failed(code: String)
        /// The arguments broke the tool's schema; the tool did not run.
        case invalidArguments
        /// The token lacked a scope; the tool did not run.
        case insufficientScope
        /// The person is asked first; the tool did not run.
        case confirmationAsked
        /// What the client sent back of a question was not of this call; the tool did not run.
        case invalidState
        /// The result broke the tool's own schema and was kept back.
        case invalidResult
        /// The sign-in made too many calls; the tool did not run. The value is how many refused
        /// calls the record stands for.
        case rateLimited(refusals: Int)

        /// The outcome in one lower-case word or several joined by `_`.
        public var name: String {
            switch self {
            case .succeeded: "succeeded"
            case .failed(let code): code
            case .invalidArguments: "invalid_arguments"
            case .insufficientScope: "insufficient_scope"
            case .confirmationAsked: "confirmation_asked"
            case .invalidState: "invalid_request_state"
            case .invalidResult: "invalid_result"
            case .rateLimited: "rate_limited"
            }
        }
    }

    /// The identifier of the request in the log.
    public let requestID: String
    /// The approval that the token belonged to.
    public let grantID: String?
    /// The client that called.
    public let clientID: String
    /// The person for whom it called.
    public let subject: String
    /// The tool's name.
    public let tool: String
    /// Whether the tool changes nothing, so that the record of it may wait a moment.
    public let isReadOnly: Bool
    /// The workspace that the arguments named, where they were valid and named one.
    public let workspaceID: String?
    /// How the call ended.
    public let outcome: Outcome
    /// Microseconds from the end of authentication to the tool's answer.
    public let durationMicroseconds: UInt64
}
