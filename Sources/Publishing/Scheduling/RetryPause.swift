public import Primitives

/// Why something that could not be done for now waits, and until when.
public struct RetryPause: Sendable, Equatable {
    /// What kept it from being done, one sentence.
    public let message: String
    /// When it is tried again.
    public let until: Timestamp

    /// Describes a pause.
    public init(message: String, until: Timestamp) {
        self.message = message
        self.until = until
    }
}
