/// One thing that `wayleave doctor` looked at.
public struct Finding: Sendable, Equatable {
    /// How much it matters.
    public enum Weight: String, Sendable, CaseIterable {
        /// It is as it should be.
        case fine = "ok"
        /// It works, and somebody should know.
        case doubtful = "note"
        /// It does not work, or is not safe.
        case wrong
    }

    /// How much it matters.
    public let weight: Weight
    /// What was looked at, a word or two.
    public let subject: String
    /// What was found, one or two sentences.
    public let text: String
    /// What to do about it, or `nil` where there is nothing to do.
    public let advice: String?

    /// Describes what was found.
    public init(_ weight: Weight, _ subject: String, _ text: String, advice: String? = nil) {
        self.weight = weight
        self.subject = subject
        self.text = text
        self.advice = advice
    }
}
