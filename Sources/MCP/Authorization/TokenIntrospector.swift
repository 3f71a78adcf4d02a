public import Primitives

/// Whoever knows what a bearer token stands for now.
///
/// The router asks on every call and keeps nothing, so that what a person ends has ended for the
/// very next call.
public protocol TokenIntrospector: Sendable {
    /// Returns what `token` stands for at this moment.
    ///
    /// Runs on the caller's executor and stops early when the task is cancelled.
    ///
    /// - Parameter token: The bearer token as the client sent it; its form has been checked.
    /// - Returns: ``TokenIntrospection/inactive`` for whatever is not a live token of this server.
    /// - Throws: ``IntrospectionFailure`` when nobody could say, which is not a refusal.
    func introspect(_ token: SecretText) async throws(IntrospectionFailure) -> TokenIntrospection

    /// Whether ``introspectAtOnce(_:)`` is worth asking.
    var answersAtOnce: Bool { get }

    /// Returns what ``introspect(_:)`` returns, or `nil` where that has to be waited for.
    ///
    /// - Parameter token: The bearer token as the client sent it; its form has been checked.
    /// - Returns: What the token stands for, or `nil`.
    /// - Throws: ``IntrospectionFailure`` when nobody could say.
    func introspectAtOnce(
        _ token: SecretText
    ) throws(IntrospectionFailure) -> TokenIntrospection?
}

extension TokenIntrospector {
    /// Whether it is worth asking at once: not here.
    public var answersAtOnce: Bool { false }

    /// Says that every answer has to be waited for.
    public func introspectAtOnce(
        _ token: SecretText
    ) throws(IntrospectionFailure) -> TokenIntrospection? { nil }
}

/// What introspection says of a token.
public enum TokenIntrospection: Sendable, Equatable {
    /// Unknown, expired, revoked or not for the asker; which of these is not told (RFC 7662 §2.2).
    case inactive
    /// Good at this moment.
    case active(ActiveToken)
}

/// Why nobody could say what a token stands for.
public struct IntrospectionFailure: Error, Sendable, Equatable {
    /// What stood in the way.
    public enum Reason: Sendable, Equatable {
        /// The authorization server could not be reached.
        case unreachable
        /// It did not answer in time.
        case timedOut
        /// It refused the router's own credential or answered with this other status.
        case refused(status: Int)
        /// Its answer is not what RFC 7662 §2.2 describes.
        case malformedAnswer
        /// The store behind it failed, or too much waits for it.
        case unavailable
        /// The caller's task was cancelled.
        case cancelled
    }

    /// What stood in the way.
    public let reason: Reason
    /// After how many seconds the client may try again.
    public let retryAfterSeconds: Int

    /// Creates a failure.
    ///
    /// - Parameters:
    ///   - reason: What stood in the way.
    ///   - retryAfterSeconds: After how many seconds the client may try again.
    public init(reason: Reason, retryAfterSeconds: Int = 2) {
        self.reason = reason
        self.retryAfterSeconds = retryAfterSeconds
    }
}
