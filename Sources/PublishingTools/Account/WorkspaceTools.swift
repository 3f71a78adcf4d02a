private import JSON
public import MCP

/// The tools that tell a model for whom it acts and where it may.
///
/// They answer from the introspected token alone, so they work wherever the router does, also far
/// from the database.
public enum WorkspaceTools {
    /// The tools, in the order in which clients see them.
    public static let all: [Tool] = [getMe, listWorkspaces]

    /// The scope that reading workspaces needs.
    static let readScope = "workspace:read"

    private static let getMe = Tool(
        immediate: "get_me",
        title: "Who am I",
        description: """
            Shows whose account this connection uses: the person, the client, the permissions that \
            were granted and how many workspaces were approved. Use it first when you need to know \
            what you may do. To see the workspaces themselves, call list_workspaces.
            """,
        scopes: [],
        schemas: (input: noArguments, output: getMeOutput),
        runAtOnce: { call in .success(describe(call)) }
    )

    private static let noArguments: JSONValue = [
        "type": "object", "properties": [:], "additionalProperties": false,
    ]

    private static let getMeOutput: JSONValue = [
        "type": "object",
        "properties": [
            "id": ["type": "string", "description": "The person's identifier."],
            "name": ["type": "string", "description": "What the person is called."],
            "email": ["type": "string", "description": "The e-mail address of the account."],
            "client": [
                "type": "object",
                "properties": [
                    "id": ["type": "string"],
                    "name": ["type": "string", "description": "What the client calls itself."],
                ],
                "required": ["id"],
                "additionalProperties": false,
            ],
            "grantId": ["type": "string", "description": "The approval behind this connection."],
            "scopes": ["type": "array", "items": ["type": "string"]],
            "manageUrl": [
                "type": "string",
                "description":
                    "Where the person changes the workspaces and permissions of this connection.",
            ],
            "workspaceCount": [
                "type": "integer", "minimum": 0,
                "description": "How many approved workspaces are open to this connection.",
            ],
        ],
        "required": ["id", "client", "scopes", "workspaceCount"],
        "additionalProperties": false,
    ]

    private static func describe(_ call: ToolCall) -> JSONObject {
        let token = call.token
        var client: JSONObject = ["id": .string(token.clientID)]
        client.append("name", ifPresent: token.clientName.map(JSONValue.string))
        var me: JSONObject = ["id": .string(token.subject)]
        me.append("name", ifPresent: token.personName.map(JSONValue.string))
        me.append("email", ifPresent: token.username.map(JSONValue.string))
        me.append("client", .object(client))
        me.append("grantId", ifPresent: token.grantID.map(JSONValue.string))
        let link = call.management?.link(for: token)
        me.append("manageUrl", ifPresent: link.map(JSONValue.string))
        me.append("scopes", .array(token.scopes.map(JSONValue.string)))
        me.append("workspaceCount", .integer(Int64(token.workspaces.count)))
        return me
    }
}
