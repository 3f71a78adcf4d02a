public import JSON

/// One call of a tool that was let through.
public struct ToolCall: Sendable {
    /// What the token stood for when the call arrived.
    public let token: ActiveToken
    /// The arguments; they meet the tool's input schema.
    public let arguments: JSONObject
    /// Where the person changes what the connection may do, or `nil` where there is no such page.
    public let management: ConnectionManagement?

    /// Creates a call.
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
