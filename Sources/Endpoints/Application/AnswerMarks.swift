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
        var response = await inner.respond(to: request, in: context)
        mark(&response, context)
        return response
    }

    /// Answers by the application where it can.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        guard var response = inner.respondAtOnce(to: request, in: context) else { return nil }
        mark(&response, context)
        return response
    }

    private func mark(_ response: inout HTTPResponse, _ context: RequestContext) {
        response.requestName = context.name
        response.common = common
    }

    private static let transportSecurity: HTTPFieldValue = "max-age=31536000; includeSubDomains"
}
