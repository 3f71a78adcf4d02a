internal import HTTP
internal import HTTPServer

/// A handler that is made after the addresses are bound and before the first loop runs.
///
/// The issuer of a server on a free port is known only then.
final class LateHandler: HTTPHandler, @unchecked Sendable {
    // @unchecked Sendable: written once, before the threads that read it are started.
    private var inner: (any HTTPHandler)?

    func set(_ handler: any HTTPHandler) {
        inner = handler
    }

    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        guard let inner else { return HTTPResponse(status: .serviceUnavailable) }
        return await inner.respond(to: request, in: context)
    }

    func respondAtOnce(to request: HTTPRequest, in context: RequestContext) -> HTTPResponse? {
        inner?.respondAtOnce(to: request, in: context)
    }
}
