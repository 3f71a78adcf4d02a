/// One thing that ``Checkup`` looked at.
public struct CheckupFinding: Sendable, Equatable {
    /// How much it matters.
    public enum Weight: Sendable, Equatable {
        /// It is as it should be.
        case fine
        /// It works, and somebody should know.
        case doubtful
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

    init(_ weight: Weight, _ subject: String, _ text: String, advice: String? = nil) {
        self.weight = weight
        self.subject = subject
        self.text = text
        self.advice = advice
    }
}
