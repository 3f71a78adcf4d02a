public import Primitives

/// A tool call as the person sees it for whom it was made: never what was asked or answered.
public struct ToolActivity: Sendable, Equatable {
    /// When it was answered.
    public let at: Timestamp
    /// The tool's name.
    public let tool: String
    /// How it ended: `succeeded`, or the code of what was wrong.
    public let outcome: String
    /// What the client calls itself, or its identifier where nobody knows a name.
    public let clientName: String
    /// The approval that it was made with.
    public let grant: String?
    /// The workspace that it named, or `nil`.
    public let workspace: Place?

    /// A workspace as a call names it.
    public struct Place: Sendable, Equatable {
        /// What the call named; it need not exist.
        public let identifier: String
        /// The workspace's name where the person is a member of it now, else `nil`.
        public let name: String?

        /// Pairs an identifier with its name.
        public init(identifier: String, name: String?) {
            self.identifier = identifier
            self.name = name
        }
    }

    /// Creates the value.
    public init(
        at: Timestamp,
        tool: String,
        outcome: String,
        clientName: String,
        grant: String?,
        workspace: Place?
    ) {
        self.at = at
        self.tool = tool
        self.outcome = outcome
        self.clientName = clientName
        self.grant = grant
        self.workspace = workspace
    }
}
