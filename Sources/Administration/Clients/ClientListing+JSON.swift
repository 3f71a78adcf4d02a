internal import JSON
internal import OAuth
internal import Storage

extension ClientListing {
    /// The client as an object.
    var json: JSONValue { .object(jsonObject) }

    /// The state in a word.
    var state: String {
        if removedAt != nil { return "removed" }
        return client.disabledAt == nil ? "enabled" : "disabled"
    }

    /// The members of the object.
    var jsonObject: JSONObject {
        let metadata = ClientMetadata(canonicalJSON: client.metadata)
        return [
            "id": .string(client.identifier),
            "name": .string(client.name),
            "kind": .string(client.kind.rawValue),
            "enabled": .bool(client.disabledAt == nil),
            "disabled_at": .time(client.disabledAt),
            "removed_at": .time(removedAt),
            "authentication": .text(metadata?.method.rawValue),
            "redirect_uris": .array(
                (metadata?.redirectURIs ?? []).map { JSONValue.string($0.text) }
            ),
            "created_at": client.createdAt.json,
            "lifetimes": client.lifetimes?.json ?? .null,
            "document": ClientDocumentReport(client)?.json ?? .null,
            "grant_count": .integer(Int64(grantCount)),
        ]
    }
}

extension ClientKind {
    /// The kind in words.
    var word: String {
        switch self {
        case .registered: "registered"
        case .dynamic: "dynamic"
        case .metadataDocument: "metadata document"
        }
    }
}
