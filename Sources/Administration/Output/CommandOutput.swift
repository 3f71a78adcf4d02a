public import JSON

/// What a command has to say, for people and for programs.
public struct CommandOutput: Sendable, Equatable {
    /// Lines for a terminal, without a line end behind the last.
    public let text: String
    /// The same as a value whose member names stay the same between releases.
    public let json: JSONValue

    init(_ text: String, json: JSONValue) {
        self.text = text
        self.json = json
    }
}
