internal import JSON
internal import MCP
internal import Publishing

/// `list_workflows`.
enum ListWorkflows {
    static let definition = ToolDefinition(
        name: "list_workflows",
        title: "List workflows",
        description: """
            Lists the workflows of a workspace, newest first: what starts each, whether it is \
            enabled, and its last run. Read one in full with get_workflow.
            """,
        scope: "workflows:read",
        annotations: .readOnly,
        input: ToolSchema.listArguments(),
        output: ToolSchema.listResult("workflows", of: WorkflowResult.summary)
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let page = try call.page(of: .workflows)
            return try await services.workflows.workflows(page, in: call.access)
                .json("workflows", .workflows, of: call, \.summary)
        }
    }
}
