/// Why a server could not start; its description is one sentence that says what to do.
public struct ServerError: Error, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// Creates the error with its sentence.
    public init(_ description: String) {
        self.description = description
    }
}

/// What a server tells once it answers requests.
public struct ReadyServer: Sendable {
    /// The issuer, or for the tool router its own origin.
    public let origin: String
    /// The address of the MCP endpoint.
    public let mcpAddress: String
    /// Each bound address as `ADDRESS:PORT`.
    public let boundAddresses: [String]
}
