internal import JSON
internal import MCP
internal import Primitives
internal import Publishing

/// What a tool that works in a workspace says of itself.
struct ToolDefinition: Sendable {
    let name: String
    let title: String
    let description: String
    let scope: String
    let annotations: ToolAnnotations
    let input: JSONValue
    let output: JSONValue
    /// Whether the tool says how far it has come.
    var reportsProgress = false

    /// The tool that does `run`, with whatever that throws told to the model.
    func tool(
        _ services: PublishingServices,
        run:
            @escaping @Sendable (PublishingCall, PublishingServices) async throws(PublishingFault)
            -> JSONObject
    ) -> Tool {
        var tool = Tool(
            name: name,
            title: title,
            description: description,
            scopes: [scope],
            annotations: annotations,
            schemas: (input: input, output: output)
        ) { [name] call in
            guard let access = WorkspaceAccess(openedBy: call) else {
                return .failure(call.workspaceGone)
            }
            let publishing = PublishingCall(tool: name, call: call, access: access)
            do throws(PublishingFault) {
                return .success(try await run(publishing, services))
            } catch {
                if case .unavailable(let reason) = error {
                    services.log.write(
                        .error,
                        "A tool could not use its store",
                        [.text("tool", name), .text("reason", reason)]
                    )
                }
                return .failure(ToolError(error, in: publishing))
            }
        }
        tool.reportsProgress = reportsProgress
        return tool
    }
}

extension ToolAnnotations {
    /// The hints of a tool that adds something here.
    static let adding = ToolAnnotations(
        isReadOnly: false,
        isDestructive: false,
        isIdempotent: false,
        isOpenWorld: false
    )
    /// The hints of a tool that sets something here, and twice is like once.
    static let setting = ToolAnnotations(
        isReadOnly: false,
        isDestructive: false,
        isIdempotent: true,
        isOpenWorld: false
    )
    /// The hints of a tool that removes something for good.
    static let removing = ToolAnnotations(
        isReadOnly: false,
        isDestructive: true,
        isIdempotent: true,
        isOpenWorld: false
    )
}
