import HTTP
import Testing

/// Which answers a page of another origin may read, address by address.
@Suite("Pages of other origins (CORS)", .sharedServer, .timeLimit(.minutes(10)))
struct CrossOriginTests {
    /// What an address lets a page of another origin do.
    enum Openness: Sendable {
        /// Ask by these methods and read every answer.
        case open(String)
        /// Nothing.
        case closed
    }

    private static let addresses: [(String, Openness)] = [
        ("/.well-known/oauth-authorization-server", .open("GET, HEAD")),
        ("/.well-known/openid-configuration", .open("GET, HEAD")),
        ("/.well-known/oauth-protected-resource", .open("GET, HEAD")),
        ("/.well-known/oauth-protected-resource/mcp", .open("GET, HEAD")),
        ("/token", .open("POST")), ("/register", .open("POST")), ("/revoke", .open("POST")),
        ("/mcp", .open("POST")), ("/authorize", .closed), ("/introspect", .closed),
        ("/sign-in", .closed), ("/sign-out", .closed), ("/consent", .closed),
        ("/account", .closed), ("/", .closed), ("/healthz", .closed), ("/readyz", .closed),
        ("/nothing", .closed), ("/assets/site.css", .closed),
    ]

    /// A page on the web, one without an origin of its own, and a tool on the person's computer.
    private static let origins: [HTTPFieldValue] = [
        "https://app.example", "null", "http://localhost:6274",
    ]

    private static let requested: HTTPFieldValue =
        "authorization, content-type, mcp-protocol-version, mcp-method, mcp-name, mcp-session-id"

    private func expectClosed(_ answer: Answer, _ what: String) {
        for field in answer.fields {
            let name = field.name.description.lowercased()
            #expect(!name.hasPrefix("access-control-"), "\(what): \(name)")
        }
    }

    @Test(arguments: 0..<19, [false, true])
    func `S-17 AS-25 RS-19 a preflight opens what is meant to be open`(
        index: Int,
        bySocket: Bool
    ) async throws {
        let (path, openness) = Self.addresses[index]
        let road = try SharedServer.current.road(bySocket: bySocket)
        for origin in Self.origins {
            let answer = try await road.send(
                HTTPRequest(
                    method: .options,
                    path: path,
                    fields: [
                        .origin: origin, .accessControlRequestMethod: "POST",
                        .accessControlRequestHeaders: Self.requested,
                    ]
                )
            )
            guard case .open(let methods) = openness else {
                expectClosed(answer, path)
                continue
            }
            #expect(answer.status == 204)
            #expect(answer.fields.text(.accessControlAllowOrigin) == "*")
            #expect(answer.fields.text(.accessControlAllowMethods) == methods)
            let allowed = answer.fields.text(.accessControlAllowHeaders)
            #expect(allowed == Self.requested.description)
            #expect(answer.fields.text(.accessControlMaxAge) == "7200")
            let name = HTTPFieldName(literal: "Access-Control-Allow-Credentials")
            #expect(!answer.fields.contains(name))
        }
    }

    @Test(arguments: 0..<19, [false, true])
    func `S-17 AS-25 RS-19 every answer, errors too, can be read where the address is open`(
        index: Int,
        bySocket: Bool
    ) async throws {
        let (path, openness) = Self.addresses[index]
        let road = try SharedServer.current.road(bySocket: bySocket)
        for origin in Self.origins {
            for method in [HTTPMethod.get, .post, .put] {
                let request = HTTPRequest(method: method, path: path, fields: [.origin: origin])
                let answer = try await road.send(request)
                let what = "\(method) \(path) from \(origin)"
                // What the endpoint does not take at all says so to everybody.
                if path == "/mcp", method == .put { continue }
                guard case .open = openness, !isForeignToTools(path, origin) else {
                    expectClosed(answer, what)
                    continue
                }
                #expect(answer.fields.text(.accessControlAllowOrigin) == "*", "\(what)")
                let exposed = answer.fields.text(.accessControlExposeHeaders)
                #expect(exposed == "WWW-Authenticate, Retry-After", "\(what)")
            }
        }
    }

    @Test(arguments: Self.addresses.prefix(4).map(\.0))
    func `S-17 a document got without an origin can be read by a page from a cache`(
        path: String
    ) async throws {
        let server = try SharedServer.current
        for road in [server.memory, server.socket] {
            let answer = try await road.send(HTTPRequest(method: .get, path: path))
            #expect(answer.status == 200)
            #expect(answer.fields.text(.cacheControl)?.hasPrefix("public") == true)
            #expect(answer.fields.text(.accessControlAllowOrigin) == "*")
        }
    }

    /// The tools themselves are for pages of this machine and those that the operator names: any
    /// other page is told by 403, without CORS (MCP, "Security").
    private func isForeignToTools(_ path: String, _ origin: HTTPFieldValue) -> Bool {
        path == "/mcp" && origin != "http://localhost:6274"
    }

    @Test(arguments: [
        "https://app.example", "null", "http://evil.example:8080", "http://127.0.0.1@x",
    ])
    func `S-76 T-2 T-3 the tools answer 403 to a foreign page and 421 to a foreign name`(
        origin: String
    ) async throws {
        let server = try SharedServer.current
        var fields: HTTPFields = [.contentType: "application/json"]
        fields.append(.origin, HTTPFieldValue(proven: origin))
        let request = HTTPRequest(method: .post, path: "/mcp", fields: fields)
        for road in [server.memory, server.socket] {
            let answer = try await road.send(request)
            #expect(answer.status == 403)
            #expect(try answer.text("error") == "forbidden_origin")
            expectClosed(answer, origin)
        }
    }
}
