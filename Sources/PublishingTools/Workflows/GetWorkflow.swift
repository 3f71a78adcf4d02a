internal import JSON
internal import MCP
internal import Publishing

/// `get_workflow` and `get_workflow_run`.
enum GetWorkflow {
    static let definition = ToolDefinition(
        name: "get_workflow",
        title: "Read a workflow",
        description: """
            Shows a workflow in full: its trigger, its steps in order, and its last ten runs with \
            what came of each step.
            """,
        scope: "workflows:read",
        annotations: .readOnly,
        input: ToolSchema.arguments(
            ["workflowId": ToolSchema.identifier("An id from list_workflows.")],
            required: ["workflowId"]
        ),
        output: WorkflowResult.workflow
    )

    static let runDefinition = ToolDefinition(
        name: "get_workflow_run",
        title: "Read a run of a workflow",
        description: """
            Shows how far a run has come, what came of each step so far, and the post that it \
            works on. Call it after run_workflow until status is SUCCEEDED or FAILED.
            """,
        scope: "workflows:read",
        annotations: .readOnly,
        input: ToolSchema.arguments(
            ["runId": ToolSchema.identifier("The runId from run_workflow or get_workflow.")],
            required: ["runId"]
        ),
        output: WorkflowResult.run
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            try await services.workflows.workflow(call.text("workflowId"), in: call.access).json
        }
    }

    static func runTool(_ services: PublishingServices) -> Tool {
        runDefinition.tool(services) { call, services throws(PublishingFault) in
            try await services.workflows.run(call.text("runId"), in: call.access).json
        }
    }
}
