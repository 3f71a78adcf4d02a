internal import JSON

/// The building blocks of the tools' schemas.
enum ToolSchema {
    static let defaultLimit = 20

    /// An object that has these members and no others.
    static func object(_ properties: JSONObject, required: [String]) -> JSONValue {
        [
            "type": "object",
            "properties": .object(properties),
            "required": .array(required.map(JSONValue.string)),
            "additionalProperties": false,
        ]
    }

    /// The arguments of a tool that works in a workspace.
    static func arguments(_ properties: JSONObject, required: [String] = []) -> JSONValue {
        var all: JSONObject = ["workspaceId": workspaceID]
        for property in properties { all.append(property.name, property.value) }
        return object(all, required: ["workspaceId"] + required)
    }

    /// The arguments of a tool that lists something in a workspace.
    static func listArguments(_ properties: JSONObject = [:]) -> JSONValue {
        var all = properties
        all.append(
            "cursor",
            [
                "type": "string", "maxLength": 200,
                "description": "The nextCursor of the page before; empty or absent for the first.",
            ]
        )
        all.append(
            "limit",
            [
                "type": "integer", "minimum": 1, "maximum": 50,
                "default": .integer(Int64(defaultLimit)),
                "description": "How many to return at most.",
            ]
        )
        return arguments(all)
    }

    /// The result of a tool that lists something under `name`.
    static func listResult(_ name: String, of item: JSONValue) -> JSONValue {
        object(
            [
                name: ["type": "array", "items": item],
                "nextCursor": [
                    "type": "string",
                    "description": "Pass it as cursor to get the next page; absent on the last.",
                ],
            ],
            required: [name]
        )
    }

    static let workspaceID: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": 64,
        "description": "The workspace to work in: an id from list_workspaces.",
    ]

    static let idempotencyKey: JSONValue = [
        "type": "string", "minLength": 1, "maxLength": 64,
        "description": """
        Any text of your choice that makes this call repeatable: the same key with the same \
        arguments returns the first result instead of doing the work again.
        """,
    ]

    /// An identifier that another tool told.
    static func identifier(_ description: String) -> JSONValue {
        [
            "type": "string", "minLength": 1, "maxLength": 64,
            "description": .string(description),
        ]
    }

    /// A text of a result, or an argument without a limit of its own.
    static func text(_ description: String? = nil) -> JSONValue {
        var schema: JSONObject = ["type": "string"]
        schema.append("description", ifPresent: description.map(JSONValue.string))
        return .object(schema)
    }

    /// A time as the tools write it.
    static func time(_ description: String? = nil) -> JSONValue {
        var schema: JSONObject = ["type": "string", "format": "date-time"]
        schema.append("description", ifPresent: description.map(JSONValue.string))
        return .object(schema)
    }

    /// One of a closed set of words.
    static func choice(_ words: [String], _ description: String? = nil) -> JSONValue {
        var schema: JSONObject = [
            "type": "string", "enum": .array(words.map(JSONValue.string)),
        ]
        schema.append("description", ifPresent: description.map(JSONValue.string))
        return .object(schema)
    }

    static let texts: JSONValue = ["type": "array", "items": ["type": "string"]]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
}
