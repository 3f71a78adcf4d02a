internal import MCP
internal import OAuth
internal import Primitives
internal import PublishingTools

/// What the co-hosted tool router and the lone one have in common.
enum ToolRouterParts {
    /// Where a router stands.
    struct Place {
        let resource: ResourceIndicator
        let metadataURL: String
        let managementURL: String
    }

    static func router(
        _ place: Place,
        tools: [Tool],
        introspector: any TokenIntrospector,
        journal: CallJournal,
        callsPerMinute: Int64
    ) throws(ServerError) -> MCPRouter {
        let catalogue: ToolCatalogue
        do {
            catalogue = try ToolCatalogue(tools)
        } catch {
            throw ServerError("a tool is defined wrongly: \(error)")
        }
        var router = MCPRouter(
            resource: ProtectedResource(
                identifier: place.resource.canonical,
                metadataURL: place.metadataURL,
                scopes: ScopeSet.resource.names,
                management: ConnectionManagement(address: place.managementURL)
            ),
            identity: ServerIdentity(
                name: "wayleave",
                title: "Wayleave",
                version: Release.version,
                instructions: "Call list_workspaces first: it names the workspaces that the person "
                    + "approved for this connection, with what is allowed in each."
            ),
            catalogue: catalogue,
            introspector: introspector,
            log: journal.log,
            now: { MonotonicInstant.now() },
            observe: { record in await journal.write(record) }
        )
        router.keepAlive = KeepAlive { try await Task.sleep(for: .seconds($0)) }
        router.limiter = ToolCallLimiter(callsPerMinute: callsPerMinute)
        router.observeAtOnce = { record in journal.note(record) }
        return router
    }
}
