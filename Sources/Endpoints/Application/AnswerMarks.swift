package import HTTP
package import HTTPServer

/// Adds what every answer carries: the request's identifier and, on https, strict transport
/// security.
package struct AnswerMarks: HTTPHandler {
    private let inner: any HTTPHandler
    private let isSecure: Bool

    /// Wraps `inner`, the whole application of an issuer that `isSecure` or on loopback http.
    package init(_ inner: any HTTPHandler, isSecure: Bool) {
        self.inner = inner
        self.isSecure = isSecure
    }

    /// Answers by the application.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        var response = await inner.respond(to: request, in: context)
        response.fields.set(.xRequestID, HTTPFieldValue(proven: context.requestID))
        if isSecure {
            response.fields.set(
                .strictTransportSecurity,
                "max-age=31536000; includeSubDomains"
            )
        }
        return response
    }
}
