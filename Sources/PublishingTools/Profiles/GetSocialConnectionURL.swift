internal import JSON
internal import MCP
internal import Primitives
internal import Publishing

/// `get_social_connection_url`.
enum GetSocialConnectionURL {
    static let definition = ToolDefinition(
        name: "get_social_connection_url",
        title: "Get a link that connects a social profile",
        description: """
            Returns a link with which the person connects a social profile to a workspace, or \
            connects an expired one again. Give them authUrl to open in their own browser, and \
            tell them the instructions; passwords and codes never go through this conversation. \
            Call list_social_profiles afterwards to see the new profile. The link is for this \
            person alone and ends at expiresAt.
            """,
        scope: "social_profiles:connect",
        annotations: ToolAnnotations(
            isReadOnly: false,
            isDestructive: false,
            isIdempotent: false,
            isOpenWorld: true
        ),
        input: ToolSchema.arguments(
            [
                "provider": [
                    "type": "string", "minLength": 1, "maxLength": 40,
                    "description": .string(
                        "The network: "
                            + (Network.connectable.map(\.rawValue) + ["twitter"])
                            .joined(separator: ", ")
                            + ". Which of them this server can connect, it says when one is not."
                    ),
                ]
            ],
            required: ["provider"]
        ),
        output: ToolSchema.object(
            [
                "authUrl": ToolSchema.text("The link for the person's browser."),
                "callbackUrl": ToolSchema.text(
                    "Where the network sends the person back to; it is registered there."
                ),
                "provider": ToolSchema.text("The network."),
                "authProvider": ToolSchema.text("Who asks the person for the permission."),
                "expiresAt": ToolSchema.time("Until when the link can be opened."),
                "instructions": ToolSchema.text("What to tell the person."),
            ],
            required: [
                "authUrl", "callbackUrl", "provider", "authProvider", "expiresAt", "instructions",
            ]
        )
    )

    static func tool(_ services: PublishingServices) -> Tool {
        definition.tool(services) { call, services throws(PublishingFault) in
            guard let connections = services.connections else {
                throw .notSetUp(
                    "This server has no pages on which a person could connect a profile."
                )
            }
            return try await connections.link(to: call.text("provider"), in: call.access).json
        }
    }
}

extension ProfileConnecting.Link {
    fileprivate var json: JSONObject {
        [
            "authUrl": .string(url), "callbackUrl": .string(callback),
            "provider": .string(network.rawValue), "authProvider": .string(authProvider),
            "expiresAt": .string(CivilDate(expiresAt).rfc3339),
            "instructions": .string(instructions),
        ]
    }

    private var instructions: String {
        let start =
            "Open the link in your browser within half an hour and sign in to this server. "
        let middle =
            switch question {
            case .nothing: "You are then sent to \(network.title) to give the permission. "
            case .server:
                "Write the address of your \(network.title) server there; you are then sent to it "
                    + "to give the permission. "
            case .account:
                "Write your account's name there, and an app password that you make in the "
                    + "settings of \(network.title). "
            }
        return start + middle + "At the end you choose what to connect."
    }
}
