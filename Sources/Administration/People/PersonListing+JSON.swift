internal import Directory
internal import JSON
internal import Storage

extension PersonListing {
    /// The person as an object.
    var json: JSONValue { .object(jsonObject) }

    /// The members of the object.
    var jsonObject: JSONObject {
        [
            "id": .string(person.identifier),
            "email": .string(person.email.text),
            "name": .string(person.name),
            "enabled": .bool(person.isEnabled),
            "disabled_at": .time(person.disabledAt),
            "created_at": createdAt.json,
            "workspace_count": .integer(Int64(workspaceCount)),
            "grant_count": .integer(Int64(grantCount)),
        ]
    }
}

extension Membership {
    /// The membership as an object, seen from the person.
    var json: JSONValue {
        [
            "workspace": ["id": .string(workspace.identifier), "name": .string(workspace.name)],
            "role": .string(role.rawValue),
        ]
    }
}
