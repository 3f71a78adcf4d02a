public import JSON

/// A tool as clients see it, and what runs when they call it.
public struct Tool: Sendable {
    /// What the tool does with a call that was let through.
    ///
    /// The token was introspected for this very call, the scopes are held, the arguments meet the
    /// schema.
    public typealias Run = @Sendable (ToolCall) async -> ToolResult

    /// What a tool does that never waits.
    public typealias RunAtOnce = @Sendable (ToolCall) -> ToolResult

    /// Puts together what the person is asked before a call, or says why the call fails anyway.
    ///
    /// `nil` is a call that was done before and only tells its first result.
    public typealias Question = @Sendable (ToolCall) async -> Result<CallQuestion?, ToolError>

    /// The name by which clients call it: 1 to 64 characters of `[a-z0-9_]`.
    public let name: String
    /// What people read.
    public let title: String
    /// What a model reads: when to use it and what to call first.
    public let description: String
    /// The schema of the arguments, an object without additional properties.
    public let inputSchema: JSONValue
    /// The schema of the structured result, an object.
    public let outputSchema: JSONValue
    /// Hints about the tool's effects.
    public let annotations: ToolAnnotations
    /// The scopes that a call needs, all of them; empty for a tool that any token may call.
    public let scopes: [String]
    /// What the tool does.
    public let run: Run
    /// Whether the tool says how far it has come, which then may be streamed.
    public var reportsProgress = false
    /// The same for a tool that never waits and changes nothing, which spares its calls a task.
    let runAtOnce: RunAtOnce?
    /// What the person is asked first where they want to be, or `nil` for a tool that never asks.
    public var question: Question?

    /// Defines a tool; ``ToolCatalogue`` checks the definition.
    ///
    /// - Parameters:
    ///   - name: The name by which clients call it.
    ///   - title: What people read.
    ///   - description: What a model reads.
    ///   - scopes: The scopes that a call needs, all of them.
    ///   - annotations: Hints about the tool's effects.
    ///   - schemas: The schema of the arguments and that of the structured result.
    ///   - run: What the tool does.
    public init(
        name: String,
        title: String,
        description: String,
        scopes: [String],
        annotations: ToolAnnotations,
        schemas: (input: JSONValue, output: JSONValue),
        run: @escaping Run
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.scopes = scopes
        self.annotations = annotations
        inputSchema = schemas.input
        outputSchema = schemas.output
        self.run = run
        runAtOnce = nil
    }

    /// Defines a tool that changes nothing and never waits, not even for a disk.
    ///
    /// - Parameters:
    ///   - name: The name by which clients call it.
    ///   - title: What people read.
    ///   - description: What a model reads.
    ///   - scopes: The scopes that a call needs, all of them.
    ///   - schemas: The schema of the arguments and that of the structured result.
    ///   - runAtOnce: What the tool does.
    public init(
        immediate name: String,
        title: String,
        description: String,
        scopes: [String],
        schemas: (input: JSONValue, output: JSONValue),
        runAtOnce: @escaping RunAtOnce
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.scopes = scopes
        annotations = .readOnly
        inputSchema = schemas.input
        outputSchema = schemas.output
        run = { call in runAtOnce(call) }
        self.runAtOnce = runAtOnce
    }
}
