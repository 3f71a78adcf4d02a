package import HTTP
package import HTTPServer
package import OAuth
package import Primitives

/// `POST /register` (RFC 7591 §3), which stores nothing.
package struct RegistrationEndpoint: HTTPHandler {
    private let resolver: ClientResolver
    private let clock: any WallClock
    private let log: any Log

    /// Creates the endpoint.
    package init(resolver: ClientResolver, clock: any WallClock, log: any Log) {
        self.resolver = resolver
        self.clock = clock
        self.log = log
    }

    /// Answers 201 with the client as it was kept, or an error of RFC 7591 §3.2.2.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        answer(request, context)
    }

    /// As ``respond(to:in:)``: nothing is stored, so nothing has to be waited for.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        answer(request, context)
    }

    private func answer(_ request: HTTPRequest, _ context: RequestContext) -> HTTPResponse {
        do {
            return .json(.created, try await resolver.register(request.body, at: clock.now()))
        } catch {
            log.write(
                .info,
                "registration refused",
                [.text("request", context.requestID), .text("reason", error.reason)]
            )
            return .refusal(error.wire)
        }
    }
}
