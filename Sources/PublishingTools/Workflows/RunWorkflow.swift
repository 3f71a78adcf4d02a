internal import JSON
internal import MCP
internal import Publishing

/// `run_workflow`.
enum RunWorkflow {
    static let definition = ToolDefinition(
        name: "run_workflow",
        title: "Run a workflow",
        description: """
            Starts a workflow now, enabled or not, and answers at once with a runId; follow it \
            with get_workflow_run. Texts of input replace {{name}} in the workflow's texts, and \
            postGroupId lets it work on a post that exists. A workflow may publish: read its \
            steps with get_workflow, and ask the person before you call this.
            """,
        scope: "workflows:run",
        annotations: ToolAnnotations(
            isReadOnly: false,
            isDestructive: false,
            isIdempotent: false,
            isOpenWorld: true
        ),
        input: ToolSchema.arguments(
            [
                "workflowId": ToolSchema.identifier("An id from list_workflows."),
                "input": [
                    "type": "object",
                    "additionalProperties": ["type": "string", "maxLength": 2_000],
                    "description": "Texts that the run is given, by name.",
                ],
                "idempotencyKey": ToolSchema.idempotencyKey,
            ],
            required: ["workflowId"]
        ),
        output: WorkflowResult.run
    )

    private static let maximumInputs = 20

    static func tool(_ services: PublishingServices) -> Tool {
        let tool = definition.tool(services) { call, services throws(PublishingFault) in
            let input = call.call.arguments["input"]?.objectValue ?? [:]
            guard input.count <= maximumInputs else {
                throw .invalid(part: "input", problem: "it has at most \(maximumInputs) texts")
            }
            let ticket = WriteTicket<WorkflowRun>(key: call.onceKey) { $0.json }
            return try await services.workflows.enqueue(
                call.text("workflowId"),
                run: services.identifiers.make(.workflowRun),
                input: input,
                agreed: call.call.confirmed?.version,
                ticket,
                in: call.access
            )
        }
        return WorkflowQuestion.running.asked(by: tool, services)
    }
}
