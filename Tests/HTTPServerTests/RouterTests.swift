import HTTP
import HTTPServer
import Primitives
import Testing

/// Answers with a fixed text, so that a test sees who answered.
struct NamedHandler: HTTPHandler {
    let name: String

    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse {
        HTTPResponse(status: .ok, body: .bytes(Array(name.utf8)))
    }
}

extension RequestContext {
    static let test = RequestContext(
        name: RequestName(0x0123_4567_89ab_cdef),
        peerAddress: "127.0.0.1",
        clientAddress: "127.0.0.1",
        isSecure: false,
        receivedAt: MonotonicInstant(nanoseconds: 0)
    )
}

@Suite("Router (RFC 9110)")
struct RouterTests {
    private func router(_ routes: [Router.Route]) throws -> Router {
        try Router(routes, notFound: NamedHandler(name: "none")) { _, _ in
            HTTPResponse(status: .methodNotAllowed)
        }
    }

    private func answer(_ method: HTTPMethod, _ path: String) async throws -> HTTPResponse {
        let router = try router([
            .init(.get, "/a", NamedHandler(name: "get a")),
            .init(.post, "/a", NamedHandler(name: "post a")),
            .init(.post, "/b", NamedHandler(name: "post b")),
        ])
        return await router.respond(
            to: HTTPRequest(method: method, path: path),
            in: .test
        )
    }

    private func text(_ response: HTTPResponse) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (HTTPMethod.get, "/a", "get a"), (.post, "/a", "post a"), (.post, "/b", "post b"),
        (.head, "/a", "get a"), (.get, "/A", "none"), (.get, "/a/", "none"), (.get, "/%61", "none"),
        (.get, "/", "none"),
    ])
    func `the exact path and method decide`(method: HTTPMethod, path: String, name: String)
        async throws
    {
        let response = try await answer(method, path)
        #expect(text(response) == name)
    }

    @Test(arguments: [
        (HTTPMethod.put, "/a", "GET, HEAD, POST"), (.get, "/b", "POST"), (.head, "/b", "POST"),
    ])
    func `another method is 405 and names those there are`(
        method: HTTPMethod,
        path: String,
        allow: String
    ) async throws {
        let response = try await answer(method, path)
        #expect(response.status == .methodNotAllowed)
        #expect(response.fields.text(.allow) == allow)
    }

    @Test func `a table that contradicts itself is refused`() {
        let route = Router.Route(.get, "/a", NamedHandler(name: "a"))
        #expect(throws: Router.TableError.clash("GET /a")) { try router([route, route]) }
        #expect(throws: Router.TableError.relativePath("a")) {
            try router([.init(.get, "a", NamedHandler(name: "a"))])
        }
    }
}

@Suite("Static files (RFC 9110)")
struct StaticFileTests {
    private let handler = StaticFileHandler(
        StaticFile(
            path: "/assets/x.css",
            mediaType: "text/css",
            bytes: Array("a{}".utf8),
            digest: Array(0..<32)
        )
    )

    private func answer(_ tag: String?) async -> HTTPResponse {
        var request = HTTPRequest(method: .get, path: "/assets/x.css")
        if let tag { request.fields.append(.ifNoneMatch, HTTPFieldValue(proven: tag)) }
        return await handler.respond(to: request, in: .test)
    }

    @Test func `a file carries its tag and may be kept`() async {
        let response = await answer(nil)
        #expect(response.status == .ok)
        #expect(response.fields.text(.eTag) == "\"AAECAwQFBgcICQoLDA0ODw\"")
        #expect(response.fields.text(.cacheControl) == "public, max-age=3600, must-revalidate")
    }

    @Test(arguments: [
        ("\"AAECAwQFBgcICQoLDA0ODw\"", 304), ("W/\"AAECAwQFBgcICQoLDA0ODw\"", 304), ("*", 304),
        ("\"x\", \"AAECAwQFBgcICQoLDA0ODw\"", 304), ("\"x\"", 200), ("AAECAwQFBgcICQoLDA0ODw", 200),
    ])
    func `a known tag is answered without the file`(tag: String, status: Int) async {
        let response = await answer(tag)
        #expect(response.status.code == status)
        if status == 304, case .bytes = response.body { Issue.record("304 with a body") }
    }
}
