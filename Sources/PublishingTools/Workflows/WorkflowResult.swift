internal import JSON
internal import Primitives
internal import Publishing

/// How workflows and their runs look in results.
enum WorkflowResult {
    private static let statuses = WorkflowRun.Status.allCases.map(\.rawValue)

    static let run = ToolSchema.object(
        [
            "runId": ToolSchema.text(), "workflowId": ToolSchema.text(),
            "status": ToolSchema.choice(statuses), "createdAt": ToolSchema.time(),
            "endedAt": ToolSchema.time(),
            "postGroupId": ToolSchema.text("The post that the run works on, once there is one."),
            "steps": [
                "type": "array",
                "items": ToolSchema.object(
                    [
                        "do": ToolSchema.text("What the step does."),
                        "done": ["type": "boolean"],
                        "message": ToolSchema.text("What came of it."), "at": ToolSchema.time(),
                    ],
                    required: ["do", "done", "message", "at"]
                ),
                "description": "The steps that were tried, in order.",
            ],
            "waitingFor": ToolSchema.text("Why the next step could not be done for now."),
            "nextTryAt": ToolSchema.time("When that step is tried again by itself."),
        ],
        required: ["runId", "workflowId", "status", "createdAt", "steps"]
    )

    static let summary = ToolSchema.object(
        [
            "id": ToolSchema.text(), "name": ToolSchema.text(), "trigger": trigger,
            "enabled": ["type": "boolean"], "lastRun": run,
        ],
        required: ["id", "name", "trigger", "enabled"]
    )

    static let workflow = ToolSchema.object(
        [
            "id": ToolSchema.text(), "name": ToolSchema.text(), "trigger": trigger,
            "enabled": ["type": "boolean"],
            "steps": [
                "type": "array", "items": ["type": "object"],
                "description": "What the workflow does, in order; do names the kind of step.",
            ],
            "runs": [
                "type": "array", "items": run, "description": "The last runs, newest first.",
            ],
        ],
        required: ["id", "name", "trigger", "enabled", "steps", "runs"]
    )

    private static let trigger: JSONValue = ToolSchema.object(
        [
            "on": ToolSchema.choice(["manual", "schedule", "post_published"]),
            "at": ToolSchema.text("The time of day in UTC."),
            "days": ["type": "array", "items": ["type": "string"]],
        ],
        required: ["on"]
    )
}

extension WorkflowReport {
    /// The workflow as an element of a list.
    var summary: JSONObject {
        var object = head
        object.append("lastRun", ifPresent: runs.first.map { .object($0.json) })
        return object
    }

    /// The workflow with its steps and runs.
    var json: JSONObject {
        var object = head
        object.append("steps", workflow.definition.json["steps"] ?? [])
        object.append("runs", .array(runs.map { .object($0.json) }))
        return object
    }

    private var head: JSONObject {
        [
            "id": .string(workflow.identifier), "name": .string(workflow.definition.name),
            "trigger": workflow.definition.json["trigger"] ?? [:],
            "enabled": .bool(workflow.isEnabled),
        ]
    }
}

extension WorkflowRun {
    /// The run as members of a result.
    var json: JSONObject {
        var object: JSONObject = [
            "runId": .string(identifier), "workflowId": .string(workflow),
            "status": .string(status.rawValue), "createdAt": createdAt.json,
        ]
        object.append("endedAt", ifPresent: endedAt?.json)
        object.append("postGroupId", ifPresent: post.map(JSONValue.string))
        object.append("waitingFor", ifPresent: pause.map { .string($0.message) })
        object.append("nextTryAt", ifPresent: pause?.until.json)
        object.append(
            "steps",
            .array(
                steps.map { step in
                    [
                        "do": .string(step.kind), "done": .bool(step.isDone),
                        "message": .string(step.message), "at": step.at.json,
                    ]
                }
            )
        )
        return object
    }
}
