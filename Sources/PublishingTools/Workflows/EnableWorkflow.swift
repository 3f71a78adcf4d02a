internal import JSON
internal import MCP
internal import Publishing

/// `enable_workflow` and `disable_workflow`.
enum EnableWorkflow {
    static let enabling = definition(
        "enable_workflow",
        "Enable a workflow",
        """
        Lets a workflow's trigger start it from now on. A workflow may publish by itself: read its \
        steps with get_workflow, and ask the person before you call this.
        """
    )
    static let disabling = definition(
        "disable_workflow",
        "Disable a workflow",
        """
        Keeps a workflow's trigger from starting it. Runs that are under way go on, and \
        run_workflow still works.
        """
    )

    private static func definition(
        _ name: String,
        _ title: String,
        _ description: String
    ) -> ToolDefinition {
        ToolDefinition(
            name: name,
            title: title,
            description: description,
            scope: "workflows:run",
            annotations: .setting,
            input: ToolSchema.arguments(
                [
                    "workflowId": ToolSchema.identifier("An id from list_workflows."),
                    "idempotencyKey": ToolSchema.idempotencyKey,
                ],
                required: ["workflowId"]
            ),
            output: WorkflowResult.summary
        )
    }

    static func enable(_ services: PublishingServices) -> Tool {
        WorkflowQuestion.enabling.asked(by: tool(enabling, true, services), services)
    }

    static func disable(_ services: PublishingServices) -> Tool {
        tool(disabling, false, services)
    }

    private static func tool(
        _ definition: ToolDefinition,
        _ isEnabled: Bool,
        _ services: PublishingServices
    ) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let ticket = WriteTicket<WorkflowReport>(key: call.onceKey) { $0.summary }
            let identifier = call.text("workflowId")
            return try await services.workflows
                .setEnabled(
                    isEnabled,
                    identifier,
                    agreed: call.call.confirmed?.version,
                    ticket,
                    in: call.access
                )
        }
    }
}
