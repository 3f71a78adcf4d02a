public import JSON

/// What came of a tool call.
public enum ToolResult: Sendable, Equatable {
    /// The call did what was asked; the value meets the tool's output schema.
    case success(JSONObject)
    /// The call did not do what was asked, and the model can know why.
    case failure(ToolError)
}

/// A failure that a model can act on.
public struct ToolError: Error, Sendable, Equatable {
    /// A short name for programs.
    public let code: ToolErrorCode
    /// What went wrong, one sentence.
    public let message: String
    /// What to do about it, one sentence.
    public let hint: String
    /// More members of the error, such as `required_scope` or `workspaces`.
    public let details: JSONObject

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: A short name for programs.
    ///   - message: What went wrong.
    ///   - hint: What to do about it.
    ///   - details: More members of the error.
    public init(
        code: ToolErrorCode,
        message: String,
        hint: String,
        details: JSONObject = [:]
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.details = details
    }

    /// The structured content of the failed call.
    var structuredContent: JSONObject {
        var error: JSONObject = [
            "code": .string(code.rawValue), "message": .string(message), "hint": .string(hint),
        ]
        for member in details { error.append(member.name, member.value) }
        return ["error": .object(error)]
    }

    /// The failure of arguments that break the schema of the tool `tool`.
    static func invalidArguments(_ violations: [SchemaViolation], of tool: String) -> ToolError {
        ToolError(
            code: .invalidArguments,
            message: violations.map(\.sentence).joined(separator: "; ") + ".",
            hint: "Correct these arguments and call \(tool) again.",
            details: ["violations": .array(violations.map(\.json))]
        )
    }

    /// The failure of a batch entry whose tool needs more than the token holds.
    static func insufficientScope(_ scopes: [String], link: String?) -> ToolError {
        let names = scopes.joined(separator: " ")
        var details: JSONObject = ["required_scope": .string(names)]
        details.append("upgrade_url", ifPresent: link.map(JSONValue.string))
        return ToolError(
            code: .insufficientScope,
            message: "This call needs a permission that was not granted: \(names).",
            hint: "Call this tool on its own, outside a batch, to start asking for the permission.",
            details: details
        )
    }
}
