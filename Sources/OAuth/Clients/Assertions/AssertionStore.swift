public import Primitives

/// Remembers which assertions were presented, for all processes of a server.
public protocol AssertionStore: Sendable {
    /// Records a presentation, in one write transaction that is durable before it returns.
    ///
    /// The first success of a client also pins its method: from then on it must always prove
    /// itself.
    ///
    /// - Parameters:
    ///   - use: What is presented, already verified.
    ///   - now: The time of the request; what cannot be presented any more then is forgotten.
    /// - Returns: Whether it was presented before, or too much is remembered already.
    /// - Throws: ``StoreError`` when it could not be written down.
    func record(
        _ use: AssertionUse,
        at now: Timestamp
    ) async throws(StoreError) -> AssertionRecording
}

/// What became of an attempt to record a presentation.
public enum AssertionRecording: Sendable, Equatable {
    /// It is the first of its assertion.
    case first
    /// The assertion was presented before.
    case repeated
    /// The client presented too many that are still valid; the same may succeed later.
    case tooMany
}
