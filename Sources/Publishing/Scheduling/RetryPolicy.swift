/// How long a network that is busy is left alone, and when it is given up.
public struct RetryPolicy: Sendable {
    /// Seconds before each further try; the number of tries is one more than there are.
    public var delaysInSeconds: [Int64] = [30, 120, 600, 1_800]
    /// The longest that a network's own wish is followed.
    public var maximumDelayInSeconds: Int64 = 6 * 3_600
    /// For how many seconds a try belongs to the server that began it.
    ///
    /// When that server has died, another one, or the same one started again, takes it over
    /// afterwards and repeats it under the same key. It is longer than any try may take.
    public var leaseInSeconds: Int64 = 90

    /// Creates the policy of the server.
    public init() {}

    /// What becomes of a try.
    public enum Decision: Sendable, Equatable {
        /// It has ended.
        case settle(PublishAttempt.Outcome)
        /// It is repeated under the same key after so many seconds, for the reason that `message`
        /// says; whether the network may have taken it already is in doubt or not.
        case retry(afterSeconds: Int64, inDoubt: Bool, message: String)
    }

    /// Decides by what the network said and how often it was asked before.
    public func decision(_ outcome: PublishOutcome, previousTries: Int) -> Decision {
        let delay =
            previousTries < delaysInSeconds.count ? delaysInSeconds[previousTries] : nil
        switch outcome {
        case .published(let url): return .settle(.published(url: url))
        case .refused(let code, let message):
            return .settle(.failed(code: code, message: message))
        case .busy(let code, let message, let wish):
            guard let delay else { return .settle(.failed(code: code, message: message)) }
            return .retry(
                afterSeconds: min(max(delay, wish ?? 0), maximumDelayInSeconds),
                inDoubt: false,
                message: message
            )
        case .shutOut(let message):
            return .settle(
                .failed(code: PublishProblem.Code.profileExpired.rawValue, message: message)
            )
        case .unknown(let message): return .settle(.unknown(message: message))
        case .uncertain(let message):
            guard let delay else { return .settle(.unknown(message: message)) }
            return .retry(afterSeconds: delay, inDoubt: true, message: message)
        }
    }
}
