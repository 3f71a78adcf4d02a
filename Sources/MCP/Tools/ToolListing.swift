internal import JSON

/// The answer to `tools/list`, written once for each revision.
///
/// Every token sees every tool of the resource, also those whose scope it lacks. The refusal of
/// such a call names the scopes, and that is what lets a client ask the person for more; a tool
/// that was hidden could never be asked for. It also means that a permission added on the account
/// page works on the next call, though we send no notice of changed lists.
struct ToolListing: Sendable {
    private let rendered: [ProtocolRevision: [UInt8]]

    /// For how long a client may keep the list; it changes only with the server's version.
    private static let lifetimeInMilliseconds: Int64 = 300_000

    init(_ catalogue: ToolCatalogue) {
        rendered = ProtocolRevision.allCases.reduce(into: [:]) { rendered, revision in
            rendered[revision] = Self.members(catalogue, revision)
        }
    }

    /// The members of the result at `revision`, as JSON without the braces.
    func members(at revision: ProtocolRevision) -> [UInt8] {
        rendered[revision] ?? []
    }

    private static func members(
        _ catalogue: ToolCatalogue,
        _ revision: ProtocolRevision
    ) -> [UInt8] {
        let tools = catalogue.entries.map { JSONValue.object(description(of: $0.tool, revision)) }
        var result: JSONObject = ["tools": .array(tools)]
        if revision.isModern { result.appendCacheHints(lifetimeInMilliseconds) }
        return result.serializedMembers
    }

    /// Leaves out what clients of `revision` do not know.
    private static func description(of tool: Tool, _ revision: ProtocolRevision) -> JSONObject {
        var object: JSONObject = ["name": .string(tool.name)]
        if revision.hasStructuredContent { object.append("title", .string(tool.title)) }
        object.append("description", .string(tool.description))
        object.append("inputSchema", tool.inputSchema)
        if revision.hasStructuredContent { object.append("outputSchema", tool.outputSchema) }
        if revision.hasAnnotations {
            object.append("annotations", .object(annotations(of: tool, revision)))
        }
        return object
    }

    private static func annotations(of tool: Tool, _ revision: ProtocolRevision) -> JSONObject {
        let hints = tool.annotations
        var object = JSONObject()
        // The only place for a title before it became a member of the tool.
        if !revision.hasStructuredContent { object.append("title", .string(tool.title)) }
        object.append("readOnlyHint", .bool(hints.isReadOnly))
        object.append("destructiveHint", .bool(hints.isDestructive))
        object.append("idempotentHint", .bool(hints.isIdempotent))
        object.append("openWorldHint", .bool(hints.isOpenWorld))
        return object
    }
}

extension JSONObject {
    /// Adds what says for how long and for whom a stateless answer may be kept.
    ///
    /// `private`, because answers are given to a token and a shared cache must not pass them on.
    mutating func appendCacheHints(_ lifetimeInMilliseconds: Int64) {
        append("ttlMs", .integer(lifetimeInMilliseconds))
        append("cacheScope", "private")
    }

    /// The members as JSON without the braces, to be put into a larger object.
    var serializedMembers: [UInt8] {
        Array(JSONValue.object(self).serialized().dropFirst().dropLast())
    }
}
