/// Why a generator made nothing.
public struct GenerationError: Error, Sendable, Equatable {
    /// One sentence for the model that asked; it names no address and no secret.
    public let message: String
    /// Whether the same brief may succeed later.
    public let isTemporary: Bool
    /// After how many seconds, where the generator said so.
    public let retryAfterSeconds: Int64?

    /// A failure that passes.
    public static func temporary(_ message: String, retryAfterSeconds: Int64? = nil) -> Self {
        GenerationError(
            message: message,
            isTemporary: true,
            retryAfterSeconds: retryAfterSeconds
        )
    }

    /// A failure that needs a person, or another brief.
    public static func lasting(_ message: String) -> Self {
        GenerationError(message: message, isTemporary: false, retryAfterSeconds: nil)
    }
}
