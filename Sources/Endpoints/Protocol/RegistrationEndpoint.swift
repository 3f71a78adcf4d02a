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
        do {
            return .json(.created, try await resolver.register(request.body, at: clock.now()))
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
            let answer = try resolver.registerAtOnce(request.body, at: clock.now())
            guard case .value(let registration) = answer else { return nil }
            return .json(.created, registration)
        } catch {
            return refused(error, context)
        }
    }

    private func refused(_ failure: RegistrationFailure, _ context: RequestContext) -> HTTPResponse
    {
        log.write(
            .info,
            "registration refused",
            [.text("request", context.requestID), .text("reason", failure.reason)]
        )
        return .refusal(failure.wire)
    }
}
