package import HTTP
package import HTTPServer

/// Adds what every answer carries: the request's identifier and, on https, strict transport
/// security.
package struct AnswerMarks: HTTPHandler {
    private let inner: any HTTPHandler
    private let common: CommonFields?

    /// Wraps `inner`, the whole application of an issuer that `isSecure` or on loopback http.
    package init(_ inner: any HTTPHandler, isSecure: Bool) {
        self.inner = inner
        common = isSecure ? CommonFields([.strictTransportSecurity: Self.transportSecurity]) : nil
    }

    /// Answers by the application.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        marked(await inner.respond(to: request, in: context), context)
    }

    /// Answers by the application where it can.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        inner.respondAtOnce(to: request, in: context).map { marked($0, context) }
    }

    private func marked(_ response: HTTPResponse, _ context: RequestContext) -> HTTPResponse {
        var response = response
        response.requestName = context.name
        response.common = common
        return response
    }

    private static let transportSecurity: HTTPFieldValue = "max-age=31536000; includeSubDomains"
}
