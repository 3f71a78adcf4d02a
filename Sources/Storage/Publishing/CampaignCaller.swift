internal import JSON
internal import Publishing

/// Whoever began a campaign, as its row keeps it.
struct CampaignCaller {
    /// In whose name the campaign goes on.
    let actor: WorkspaceAccess.Actor

    init(_ actor: WorkspaceAccess.Actor) {
        self.actor = actor
    }

    /// Reads what ``json`` wrote; an empty object is the server's own.
    init(json: JSONObject) {
        guard let person = json["person"]?.stringValue, let client = json["client"]?.stringValue,
            let grant = json["grant"]?.stringValue
        else {
            actor = .server
            return
        }
        actor = .caller(
            Caller(
                person: person,
                client: client,
                clientName: json["clientName"]?.stringValue,
                grant: grant,
                scopes: json["scopes"]?.arrayValue?.compactMap(\.stringValue) ?? []
            )
        )
    }

    /// The caller as the row keeps it; empty where it was none.
    var json: JSONObject {
        guard case .caller(let caller) = actor else { return [:] }
        var object: JSONObject = [
            "person": .string(caller.person), "client": .string(caller.client),
            "grant": .string(caller.grant),
            "scopes": .array(caller.scopes.map(JSONValue.string)),
        ]
        object.append("clientName", ifPresent: caller.clientName.map(JSONValue.string))
        return object
    }
}
