package import HTTP
package import HTTPServer
package import OAuth
private import Primitives

/// `/register/client`: a dynamic client reads its registration or gives it back (RFC 7592 §2).
package struct ClientConfigurationEndpoint: HTTPHandler {
    private let management: ClientManagement

    /// Creates the endpoint.
    package init(management: ClientManagement) {
        self.management = management
    }

    /// Answers 200 to GET, 204 to DELETE, 405 to PUT, and 401 without the right token.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        guard request.method != .put else { return Self.unchangeable }
        let identifier = Array(request.queryText("client_id").utf8)
        guard let token = Self.bearer(request), !identifier.isEmpty else {
            return Self.unauthorized
        }
        do {
            if request.method == .delete {
                try await management.delete(identifier, token: token)
                var response = HTTPResponse(status: .noContent)
                response.fields.append(.cacheControl, "no-store")
                return response
            }
            return .json(.ok, try await management.read(identifier, token: token))
        } catch {
            switch error {
            case .unauthorized: return Self.unauthorized
            case .store: return .refusal(.unavailable)
            }
        }
    }

    private static func bearer(_ request: HTTPRequest) -> [UInt8]? {
        guard let field = request.fields.only(.authorization).value,
            field.prefix(7).map(ASCII.lowercased(_:)).elementsEqual("bearer ".utf8)
        else { return nil }
        return Array(field.dropFirst(7))
    }

    private static let unauthorized: HTTPResponse = {
        var response = HTTPResponse.jsonError(
            .unauthorized,
            code: "invalid_token",
            description: "Send the registration access token of this very client as a bearer token."
        )
        response.fields.append(.wwwAuthenticate, #"Bearer error="invalid_token""#)
        return response
    }()

    private static let unchangeable: HTTPResponse = {
        var response = HTTPResponse.jsonError(
            .methodNotAllowed,
            code: "invalid_request",
            description: "A registration cannot be changed, because the client_id stands for its "
                + "metadata. Register again with the new metadata."
        )
        response.fields.append(.allow, "DELETE, GET, HEAD, OPTIONS")
        return response
    }()
}
