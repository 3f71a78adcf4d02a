package import HTTP
package import HTTPServer
package import OAuth
package import Primitives

/// `POST /token` (RFC 6749 §3.2).
package struct TokenEndpoint: HTTPHandler {
    private let authentication: ClientAuthentication
    private let tokens: TokenService
    private let log: any Log

    /// Creates the endpoint.
    package init(authentication: ClientAuthentication, tokens: TokenService, log: any Log) {
        self.authentication = authentication
        self.tokens = tokens
        self.log = log
    }

    /// Answers with tokens, or with an error of RFC 6749 §5.2 that consumed nothing.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        let form: AuthenticatedForm<Client>
        do {
            form = try await AuthenticatedForm(request, authenticate: authentication.client)
        } catch {
            note(error.reason, context, client: nil)
            return error.response
        }
        do {
            let answer = try await tokens.answer(
                TokenRequest(parsing: form.parameters),
                from: form.sender
            )
            return .json(.ok, answer.serialized())
        } catch {
            note(error.reason, context, client: form.sender)
            return .refusal(error.wire)
        }
    }

    private func note(_ reason: String, _ context: RequestContext, client: Client?) {
        log.write(
            .warning,
            "token request refused",
            [
                .text("request", context.requestID), .text("reason", reason),
                .text("client", client?.metadata.displayName ?? "-"),
            ]
        )
    }
}
