/// What a person is asked before a tool does what cannot be undone.
public struct CallQuestion: Sendable, Equatable {
    /// What will be done, with everything that the person must know to decide.
    public let message: String
    /// What the tick says that answers yes.
    public let consent: String
    /// How what the question is about stands now.
    ///
    /// When that changes, the answer is to another question; the tool is handed it again with the
    /// answer, to make sure at the moment of its effect.
    public let version: Int64

    /// Puts a question together.
    public init(message: String, consent: String, version: Int64) {
        self.message = message
        self.consent = consent
        self.version = version
    }
}
