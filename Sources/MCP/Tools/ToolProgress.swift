/// How far the work of a tool has come.
public struct ToolProgress: Sendable, Equatable {
    /// The steps that are done; each report has more of them than the one before.
    public let completed: Int
    /// The steps that there are, or `nil` where nobody can say.
    public let total: Int?
    /// What was done last, one sentence.
    public let message: String?

    /// Describes how far the work has come.
    ///
    /// - Parameters:
    ///   - completed: The steps that are done.
    ///   - total: The steps that there are, or `nil` where nobody can say.
    ///   - message: What was done last, one sentence.
    public init(completed: Int, total: Int? = nil, message: String? = nil) {
        self.completed = completed
        self.total = total
        self.message = message
    }
}
