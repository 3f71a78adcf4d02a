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
        let parameters: RequestParameters
        do {
            parameters = try ParameterBody.parameters(of: request)
        } catch {
            return error.response
        }
        do {
            let client = try await authentication.client(
                authorization: request.fields.first(.authorization),
                parameters: parameters
            )
            guard let token = parameters.only("token") else { return Self.missingToken }
            return await revoke(token, client, context)
        } catch {
            return .refusal(error.wire)
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

    private static let missingToken = HTTPResponse.jsonError(
        .badRequest,
        code: "invalid_request",
        description: "Send the token to revoke once, as the parameter token."
    )
}

extension RequestParameters {
    /// The value of `name`, or `nil` when it is missing, empty or repeated.
    func only(_ name: String) -> [UInt8]? {
        (try? single(name)) ?? nil
    }
}
