package import HTTP
package import HTTPServer
package import OAuth

/// The metadata of registered resources that share the issuer's origin (RFC 9728 §3.1).
///
/// A resource server behind the same proxy has its well-known address here, since the path of the
/// resource comes after it. It stands before whatever answers unknown addresses, because operators
/// add resources while the server runs.
package struct ResourceMetadataEndpoint: HTTPHandler {
    private let resources: ResourceRegistry
    private let issuer: Issuer
    private let next: any HTTPHandler

    /// Creates the endpoint; everything else goes to `next`.
    package init(resources: ResourceRegistry, issuer: Issuer, next: any HTTPHandler) {
        self.resources = resources
        self.issuer = issuer
        self.next = next
    }

    /// Answers with the document of a registered resource, to every page that asks.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        let prefix = EndpointPath.protectedResourceMetadata + "/"
        guard [.get, .head, .options].contains(request.method),
            request.path.utf8.starts(with: prefix.utf8)
        else { return await next.respond(to: request, in: context) }
        let path =
            "/" + String(decoding: request.path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
        let found: OfferedResource?
        do {
            found = try await resources.registered(issuer.address(of: path))
        } catch {
            return .refusal(.unavailable)
        }
        guard let found, let resource = ResourceIndicator(canonical: found.canonical) else {
            return await next.respond(to: request, in: context)
        }
        let metadata = ProtectedResourceMetadata(
            resource: resource,
            issuer: issuer,
            name: nil,
            scopes: found.scopes
        )
        let document = CrossOrigin(FixedDocument(metadata.json), methods: "GET, HEAD")
        return await document.respond(to: request, in: context)
    }
}
