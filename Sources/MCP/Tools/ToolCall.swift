public import JSON

/// One call of a tool that was let through.
public struct ToolCall: Sendable {
    /// What the token stood for when the call arrived.
    public let token: ActiveToken
    /// The arguments; they meet the tool's input schema.
    public let arguments: JSONObject
    /// Where the person changes what the connection may do, or `nil` where there is no such page.
    public let management: ConnectionManagement?
    /// The workspace that the arguments name; absent for a tool that takes none.
    public internal(set) var workspace: OpenWorkspace?
    /// Where reports of progress go, if anybody wants them.
    var progress: (@Sendable (ToolProgress) -> Void)?
    /// What the person agreed to, where they were asked about this call.
    public internal(set) var confirmed: CallQuestion?

    /// Creates a call of a tool that takes no workspace.
    ///
    /// - Parameters:
    ///   - token: What the token stood for when the call arrived.
    ///   - arguments: The checked arguments.
    ///   - management: Where the person changes what the connection may do.
    public init(
        token: ActiveToken,
        arguments: JSONObject,
        management: ConnectionManagement? = nil
    ) {
        self.token = token
        self.arguments = arguments
        self.management = management
    }

    /// Tells the client how far the work has come, where it asked for that.
    ///
    /// It costs nothing otherwise, never waits, and may be called on any thread. A report that does
    /// not go beyond the one before is left out. Only a tool whose definition says that it makes
    /// reports is heard.
    ///
    /// - Parameter progress: How far it has come.
    public func report(_ progress: ToolProgress) {
        self.progress?(progress)
    }

    /// Whether the client asked for reports and can be sent them.
    public var hasListener: Bool { progress != nil }

    /// The failure of a call whose workspace was closed to it while it ran.
    ///
    /// It is the one of a workspace that was never open.
    public var workspaceGone: ToolError {
        workspaceNotOpen(workspace?.identifier ?? "")
    }

    /// The argument `name` as a text, or `nil` where it is absent.
    public func string(_ name: String) -> String? {
        arguments[name]?.stringValue
    }

    /// The argument `name` as a whole number, or `nil` where it is absent.
    ///
    /// A number such as `20.0` counts as whole, as it does for the schema.
    public func integer(_ name: String) -> Int? {
        switch arguments[name] {
        case .integer(let number): Int(number)
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The argument `name` as a truth value, or `nil` where it is absent.
    public func bool(_ name: String) -> Bool? {
        arguments[name]?.boolValue
    }
}
