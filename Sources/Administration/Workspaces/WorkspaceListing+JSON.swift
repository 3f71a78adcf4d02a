internal import Directory
internal import JSON
internal import Storage

extension WorkspaceListing {
    /// The workspace as an object.
    var json: JSONValue { .object(jsonObject) }

    /// The members of the object.
    var jsonObject: JSONObject {
        [
            "id": .string(workspace.identifier),
            "name": .string(workspace.name),
            "archived": .bool(!workspace.isLive),
            "archived_at": .time(workspace.archivedAt),
            "created_at": createdAt.json,
            "member_count": .integer(Int64(memberCount)),
        ]
    }
}

extension MemberListing {
    /// The membership as an object, seen from the workspace.
    var json: JSONValue {
        [
            "user": [
                "id": .string(person.identifier), "email": .string(person.email.text),
                "name": .string(person.name),
            ],
            "role": .string(role.rawValue),
            "enabled": .bool(person.isEnabled),
            "since": createdAt.json,
        ]
    }
}
