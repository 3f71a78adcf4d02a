package import HTTP
package import HTTPServer
package import OAuth
package import Primitives

/// `POST /introspect` (RFC 7662 §2).
package struct IntrospectionEndpoint: HTTPHandler {
    private let authentication: ResourceServerAuthentication
    private let tokens: TokenService
    private let log: any Log

    /// Creates the endpoint.
    package init(
        authentication: ResourceServerAuthentication,
        tokens: TokenService,
        log: any Log
    ) {
        self.authentication = authentication
        self.tokens = tokens
        self.log = log
    }

    /// Answers what the token allows at this moment, or that it is inactive and nothing more.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        do {
            let form = try await AuthenticatedForm(
                request,
                authenticate: authentication.resourceServer
            )
            return await answer(try form.token, form.sender)
        } catch {
            return refused(error, context)
        }
    }

    /// As ``respond(to:in:)``, where the store can answer at once.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        do {
            let form = try AuthenticatedForm.atOnce(
                request,
                authenticate: authentication.resourceServerAtOnce
            )
            guard case .value(let form) = form else { return nil }
            return answerAtOnce(try form.token, form.sender)
        } catch {
            return refused(error, context)
        }
    }

    private func refused(_ refusal: FormRefusal, _ context: RequestContext) -> HTTPResponse {
        log.write(
            .warning,
            "introspection refused",
            [.text("request", context.requestID), .text("reason", refusal.reason)]
        )
        return refusal.response
    }

    private func answerAtOnce(_ token: [UInt8], _ server: ResourceServer) -> HTTPResponse? {
        do {
            let answer = try tokens.introspectAtOnce(
                token,
                audience: server.audience,
                offered: server.scopes
            )
            guard case .value(let answer) = answer else { return nil }
            return .json(.ok, answer.serialized())
        } catch {
            return .refusal(.unavailable)
        }
    }

    private func answer(_ token: [UInt8], _ server: ResourceServer) async -> HTTPResponse {
        do {
            let answer = try await tokens.introspect(
                token,
                audience: server.audience,
                offered: server.scopes
            )
            return .json(.ok, answer.serialized())
        } catch {
            return .refusal(.unavailable)
        }
    }
}
