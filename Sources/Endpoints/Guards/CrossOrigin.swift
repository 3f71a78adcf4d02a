private import Primitives
package import HTTP
package import HTTPServer

/// Which pages of other origins may read an endpoint's answers (the Fetch standard's CORS
/// protocol).
///
/// Credentials are never allowed, so a page can only ever use what it holds itself. Endpoints that
/// act on a browser session, and introspection, are not wrapped at all.
package struct CrossOrigin: HTTPHandler {
    private let inner: any HTTPHandler
    private let methods: HTTPFieldValue

    /// Wraps `inner`, an endpoint that answers `methods`.
    package init(_ inner: any HTTPHandler, methods: HTTPFieldValue) {
        self.inner = inner
        self.methods = methods
    }

    /// Answers a preflight itself and marks every other answer as readable.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        if request.method == .options { return preflight(request) }
        var response = await inner.respond(to: request, in: context)
        makeReadable(&response, request)
        return response
    }

    /// As ``respond(to:in:)``, where the endpoint can.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        if request.method == .options { return preflight(request) }
        guard var response = inner.respondAtOnce(to: request, in: context) else { return nil }
        makeReadable(&response, request)
        return response
    }

    private func makeReadable(_ response: inout HTTPResponse, _ request: HTTPRequest) {
        // What was got without an origin may lie in a cache that later answers a page with it.
        guard request.method != .post || request.fields.contains(.origin),
            !response.fields.contains(.accessControlAllowOrigin)
        else { return }
        Self.allowReading(&response)
    }

    /// Lets any origin read `response`, with the two fields that clients act on.
    package static func allowReading(_ response: inout HTTPResponse) {
        response.fields.set(.accessControlAllowOrigin, "*")
        response.fields.set(.accessControlExposeHeaders, "WWW-Authenticate, Retry-After")
    }

    private func preflight(_ request: HTTPRequest) -> HTTPResponse {
        var response = HTTPResponse(status: .noContent)
        response.fields.append(.allow, methods)
        response.fields.append(.accessControlAllowOrigin, "*")
        response.fields.append(.accessControlAllowMethods, methods)
        if let headers = request.fields.first(.accessControlRequestHeaders).flatMap(Self.tokens) {
            response.fields.append(.accessControlAllowHeaders, headers)
        }
        response.fields.append(.accessControlMaxAge, "7200")
        response.fields.append(.vary, "Access-Control-Request-Headers")
        return response
    }

    /// The requested field names, when they are nothing but a list of tokens.
    private static func tokens(_ bytes: [UInt8]) -> HTTPFieldValue? {
        let isList = bytes.allSatisfy { byte in
            ASCII.isLetter(byte) || ASCII.isDigit(byte) || [0x2c, 0x20, 0x2d, 0x5f].contains(byte)
        }
        return isList && bytes.count <= 1_000 ? HTTPFieldValue(bytes) : nil
    }
}
