private import HTTP
package import HTTPServer
package import MCP
package import OAuth

/// The addresses of a tool router that runs alone.
package enum ToolRouterApplication {
    /// Routes the MCP endpoint and the metadata that leads to its authorization server.
    package static func routes(
        _ router: MCPRouter,
        _ resource: ResourceIndicator,
        _ issuer: Issuer,
        _ origins: OriginPolicy
    ) throws(Router.TableError) -> any HTTPHandler {
        let notFound = NotFound(pages: nil)
        let path = AbsoluteURL(resource.canonical)?.path ?? "/mcp"
        return try Router(
            Application.mcpRoutes(router, at: path, origins)
                + Application.resourceMetadataRoutes(resource, at: path, issuer),
            notFound: notFound
        ) { notFound.methodRefusal($0, $1) }
    }
}
