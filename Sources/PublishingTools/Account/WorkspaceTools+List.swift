internal import JSON
internal import MCP

extension WorkspaceTools {
    static let listWorkspaces = Tool(
        immediate: "list_workspaces",
        title: "List workspaces",
        description: """
            Lists the workspaces that the person approved for this connection, with the person's \
            role and the permissions usable in each. Call it before any tool that takes a \
            workspaceId, and use only identifiers from this list.
            """,
        scopes: [readScope],
        schemas: (input: listInput, output: listOutput),
        runAtOnce: { call in list(call) }
    )

    private static let defaultLimit = 20

    private static let listInput: JSONValue = [
        "type": "object",
        "properties": [
            "cursor": [
                "type": "string", "maxLength": 200,
                "description": "The nextCursor of the page before; empty or absent for the first.",
            ],
            "limit": [
                "type": "integer", "minimum": 1, "maximum": 50, "default": 20,
                "description": "How many workspaces to return at most.",
            ],
        ],
        "additionalProperties": false,
    ]

    private static let listOutput: JSONValue = [
        "type": "object",
        "properties": [
            "workspaces": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "id": ["type": "string"],
                        "name": ["type": "string"],
                        "role": [
                            "type": "string",
                            "description": "The person's role there: owner, editor or viewer.",
                        ],
                        "scopes": [
                            "type": "array", "items": ["type": "string"],
                            "description": "The permissions usable in this workspace.",
                        ],
                    ],
                    "required": ["id", "name", "role", "scopes"],
                    "additionalProperties": false,
                ],
            ],
            "nextCursor": [
                "type": "string",
                "description": "Pass it as cursor to get the next page; absent on the last page.",
            ],
        ],
        "required": ["workspaces"],
        "additionalProperties": false,
    ]

    private static func list(_ call: ToolCall) -> ToolResult {
        let workspaces = call.token.workspaces
        var start = 0
        if let text = call.string("cursor"), !text.isEmpty {
            guard let cursor = WorkspaceCursor(text),
                let last = workspaces.firstIndex(where: cursor.isOf(_:))
            else { return .failure(staleCursor) }
            start = last + 1
        }
        let end = min(start + (call.integer("limit") ?? defaultLimit), workspaces.count)
        let page = workspaces[start..<end]
        var result: JSONObject = ["workspaces": .array(page.map(describe(_:)))]
        if end < workspaces.count, let last = page.last {
            result.append("nextCursor", .string(WorkspaceCursor(after: last).text))
        }
        return .success(result)
    }

    private static func describe(_ workspace: ActiveToken.WorkspaceGrant) -> JSONValue {
        [
            "id": .string(workspace.id),
            "name": .string(workspace.name),
            "role": .string(workspace.role),
            "scopes": .array(workspace.scopes.map(JSONValue.string)),
        ]
    }

    /// Also the answer when the workspace that the cursor stood at is not open any more.
    private static let staleCursor = ToolError(
        code: .invalidCursor,
        message: "The cursor does not belong to this list, or the list has changed since.",
        hint: "Call list_workspaces again without a cursor and start from the first page."
    )
}
