/// Something that an application changed about itself since the person approved it.
public struct ChangeLine: Sendable, Equatable {
    /// The longest text that is shown, in Unicode scalars.
    private static let maximumScalars = 200

    /// What changed, in words.
    public let subject: String
    /// What is gone.
    public let before: [String]
    /// What is new.
    public let after: [String]

    /// Creates the line; anything is safe to pass.
    public init(subject: String, before: [String], after: [String]) {
        self.subject = subject
        self.before = before.map(Self.clean(_:))
        self.after = after.map(Self.clean(_:))
    }

    private static func clean(_ text: String) -> String {
        ShownText.clean(text, limit: maximumScalars, fallback: "nothing visible")
    }

    static let shape = Shape<ChangeLine>([
        .text("subject") { $0.subject },
        .texts("before") { $0.before },
        .texts("after") { $0.after },
    ])
}
