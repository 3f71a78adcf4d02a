internal import MCP
internal import OAuth
internal import Primitives
internal import PublishingTools

/// What the co-hosted tool router and the lone one have in common.
enum ToolRouterParts {
    static func router(
        resource: ResourceIndicator,
        metadataURL: String,
        managementURL: String,
        introspector: any TokenIntrospector,
        log: any Log
    ) throws(ServerError) -> MCPRouter {
        let catalogue: ToolCatalogue
        do {
            catalogue = try ToolCatalogue(WorkspaceTools.all)
        } catch {
            throw ServerError("a tool is defined wrongly: \(error)")
        }
        return MCPRouter(
            resource: ProtectedResource(
                identifier: resource.canonical,
                metadataURL: metadataURL,
                scopes: ScopeSet.resource.names,
                management: ConnectionManagement(address: managementURL)
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
            log: log,
            now: { MonotonicInstant.now() },
            observe: { record in write(record, to: log) }
        )
    }

    private static func write(_ record: CallRecord, to log: any Log) {
        log.write(
            .info,
            "tool call",
            [
                .text("tool", record.tool), .text("outcome", record.outcome.name),
                .text("grant", record.grantID ?? "-"), .text("person", record.subject),
                .number("us", Int64(clamping: record.durationMicroseconds)),
                .text("request", record.requestID),
            ]
        )
    }
}
