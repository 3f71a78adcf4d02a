internal import JSON
internal import MCP
internal import Primitives
internal import Publishing

/// `list_social_profiles`.
enum ListSocialProfiles {
    static let definition = ToolDefinition(
        name: "list_social_profiles",
        title: "List social profiles",
        description: """
            Lists the connected social profiles of a workspace, newest first: where posts can go. \
            Call it before create_post to get the ids for socialProfileIds. A profile whose status \
            is expired or disconnected takes no posts until a person connects it again; its hint \
            says how.
            """,
        scope: "social_profiles:read",
        annotations: .readOnly,
        input: ToolSchema.listArguments([
            "provider": ToolSchema.choice(
                Network.allCases.map(\.rawValue) + ["twitter"],
                "Only profiles of this network."
            )
        ]),
        output: ToolSchema.listResult(
            "profiles",
            of: ToolSchema.object(
                [
                    "id": ToolSchema.text(), "provider": ToolSchema.text("The network."),
                    "name": ToolSchema.text(), "handle": ToolSchema.text(),
                    "avatarUrl": ToolSchema.text(),
                    "status": ToolSchema.choice(SocialProfile.Status.allCases.map(\.rawValue)),
                    "connectedAt": ToolSchema.time(),
                    "hint": ToolSchema.text("What to do about a profile that is not connected."),
                ],
                required: ["id", "provider", "name", "handle", "status", "connectedAt"]
            )
        )
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            let page = try await services.profiles.profiles(
                on: call.call.string("provider").flatMap(Network.init(named:)),
                try call.page(of: .profiles),
                in: call.access
            )
            return page.json("profiles", .profiles, of: call, \.json)
        }
    }
}

extension SocialProfile {
    /// The profile as members of a result.
    var json: JSONObject {
        var object: JSONObject = [
            "id": .string(identifier), "provider": .string(network.rawValue),
            "name": .string(name), "handle": .string(handle),
        ]
        object.append("avatarUrl", ifPresent: avatarURL.map(JSONValue.string))
        object.append("status", .string(status.rawValue))
        object.append("connectedAt", .string(CivilDate(connectedAt).rfc3339))
        if status != .connected { object.append("hint", .string(reconnection)) }
        return object
    }

    private var reconnection: String {
        // Who disconnected it meant to; it is not for a model to undo that unasked.
        let first =
            status == .disconnected ? "A person disconnected it. If they want it back: " : ""
        guard Network.connectable.contains(network) else {
            return first + "The operator of this server must set \(handle) up again."
        }
        return first
            + "Call get_social_connection_url with provider \(network.rawValue), and have an "
            + "owner of the workspace open the link and choose \(handle) again."
    }
}

extension Page {
    /// The page as the result of a tool that lists something under `name`.
    func json(
        _ name: String,
        _ list: ListCursor.List,
        of call: PublishingCall,
        _ item: (Item) -> JSONObject
    ) -> JSONObject {
        var object: JSONObject = [name: .array(items.map { .object(item($0)) })]
        object.append(
            "nextCursor",
            ifPresent: next.map {
                .string(ListCursor($0).text(of: list, in: call.call.arguments))
            }
        )
        return object
    }
}
