internal import JSON
internal import MCP
internal import Primitives
internal import Publishing

/// A call of a tool that works in a workspace, with the key to it.
struct PublishingCall: Sendable {
    let tool: String
    let call: ToolCall
    let access: WorkspaceAccess

    /// What makes a repeated call the same, where the client gave a key.
    var onceKey: OnceKey? {
        guard let text = call.string("idempotencyKey") else { return nil }
        var arguments = call.arguments
        arguments["idempotencyKey"] = nil
        let identity: JSONValue = ["tool": .string(tool), "arguments": .object(arguments)]
        return OnceKey(text, fingerprint: identity.canonicalBytes)
    }

    /// A required text; the schema made sure that it is there.
    func text(_ name: String) -> String {
        call.string(name) ?? ""
    }

    /// A list of texts, `nil` where the argument is absent.
    func texts(_ name: String) -> [String]? {
        call.arguments[name]?.arrayValue?.compactMap(\.stringValue)
    }

    /// Whether the argument was written, be it as `null`.
    func names(_ argument: String) -> Bool {
        call.arguments[argument] != nil
    }

    /// A time in the one form that the tools take, `nil` where the argument is absent or null.
    func time(_ name: String) throws(PublishingFault) -> Timestamp? {
        guard let text = call.string(name) else { return nil }
        guard let time = Timestamp(utc: text) else {
            throw .invalid(part: name, problem: "it must be UTC, written YYYY-MM-DDTHH:MM:SSZ")
        }
        return time
    }

    /// Which part of a list is asked for.
    func page(of list: ListCursor.List) throws(PublishingFault) -> PageRequest {
        let limit = call.integer("limit") ?? ToolSchema.defaultLimit
        guard let text = call.string("cursor"), !text.isEmpty else {
            return PageRequest(limit: limit)
        }
        guard let cursor = ListCursor(text, of: list, in: call.arguments) else {
            throw .invalid(
                part: "cursor",
                problem: "it is not one of this list with these filters; leave it out to start "
                    + "from the first page"
            )
        }
        return PageRequest(after: cursor.position, limit: limit)
    }
}
