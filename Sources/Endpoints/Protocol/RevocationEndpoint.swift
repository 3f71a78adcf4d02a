package import HTTP
package import HTTPServer
package import OAuth
package import Primitives

/// `POST /revoke` (RFC 7009).
package struct RevocationEndpoint: HTTPHandler {
    private let authentication: ClientAuthentication
    private let tokens: TokenService
    private let log: any Log

    /// Creates the endpoint.
    package init(authentication: ClientAuthentication, tokens: TokenService, log: any Log) {
        self.authentication = authentication
        self.tokens = tokens
        self.log = log
    }

    /// Answers 200 whether or not there was anything to end, so that nobody can probe for tokens.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        do {
            let form = try await AuthenticatedForm(request, authenticate: authentication.client)
            return await revoke(try form.token, form.sender, context)
        } catch {
            log.write(
                .warning,
                "revocation refused",
                [.text("request", context.requestID), .text("reason", error.reason)]
            )
            return error.response
        }
    }

    private func revoke(
        _ token: [UInt8],
        _ client: Client,
        _ context: RequestContext
    ) async -> HTTPResponse {
        do {
            if case .ended(let grant) = try await tokens.revoke(token, from: client) {
                log.write(
                    .info,
                    "grant ended by its client",
                    [.text("request", context.requestID), .text("grant", grant)]
                )
            }
            var response = HTTPResponse(status: .ok)
            response.fields.append(.cacheControl, "no-store")
            return response
        } catch {
            return .refusal(.unavailable)
        }
    }
}
