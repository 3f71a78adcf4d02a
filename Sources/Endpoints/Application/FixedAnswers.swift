package import HTTP
package import HTTPServer
package import JSON

/// Answers every request with the same document, made once.
package struct FixedDocument: HTTPHandler {
    private let response: HTTPResponse

    /// Serves a metadata document, which caches may keep for five minutes (RFC 8414 §3.2).
    package init(_ document: JSONValue) {
        var response = HTTPResponse(
            status: .ok,
            contentType: "application/json",
            bytes: document.serialized()
        )
        response.fields.append(.cacheControl, "public, max-age=300")
        response.fields.append(.xContentTypeOptions, "nosniff")
        // Once and for all, which spares each answer a part of its own.
        CrossOrigin.allowReading(&response)
        self.response = response
    }

    /// Answers with the document.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        response
    }

    /// Answers with the document.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        response
    }
}

/// Sends the browser on to another page of this server.
package struct FixedRedirect: HTTPHandler {
    private let response: HTTPResponse

    /// Redirects to `path`.
    package init(_ pages: PageAnswers, to path: String) {
        response = pages.redirect(to: path)
    }

    /// Answers with the redirect.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        response
    }

    /// Answers with the redirect.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        response
    }
}

/// Tells a supervisor whether the server lives, or whether it can serve.
package struct HealthEndpoint: HTTPHandler {
    private let isReady: @Sendable () async -> Bool

    /// Asks `isReady` on every request.
    package init(isReady: @escaping @Sendable () async -> Bool) {
        self.isReady = isReady
    }

    /// Answers 200 or 503 in one word.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        let isReady = await isReady()
        var response = HTTPResponse(
            status: isReady ? .ok : .serviceUnavailable,
            contentType: "text/plain; charset=utf-8",
            bytes: Array(isReady ? "ok\n".utf8 : "unavailable\n".utf8)
        )
        response.fields.append(.cacheControl, "no-store")
        return response
    }
}
