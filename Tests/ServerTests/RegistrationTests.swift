import Glibc
import HTTP
import JSON
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Registration at the server", .timeLimit(.minutes(10)))
struct RegistrationTests {
    private func register(_ road: any Road, _ metadata: JSONValue) async throws -> Answer {
        try await road.send(
            HTTPRequest(
                method: .post,
                path: "/register",
                fields: [.contentType: "application/json"],
                body: metadata.serialized()
            )
        )
    }

    private func metadata(_ number: Int, method: String) -> JSONValue {
        [
            "redirect_uris": [.string("http://127.0.0.1:\(number % 60_000 + 1)/callback")],
            "client_name": .string("Flood \(number / 2)"),
            "token_endpoint_auth_method": .string(method),
        ]
    }

    /// The bytes of the database and its write-ahead log.
    private func size(of folder: String) -> [String: Int] {
        ["/wayleave.db", "/wayleave.db-wal"].reduce(into: [:]) { sizes, name in
            var status = stat()
            // The path is copied into the call's own C string, and the result is ours.
            guard unsafe stat(folder + name, &status) == 0 else { return }
            sizes[name] = Int(status.st_size)
        }
    }

    @Test func `S-78 T20 a hundred thousand registrations leave nothing behind`() async throws {
        let fixture = try await JourneyFixture()
        let road = MemoryRoad(handler: try fixture.handler([]))
        let before = size(of: fixture.folder.path)
        #expect(before.count == 2)
        let refused = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var refused = 0
                    for number in 0..<25_000 {
                        let method = number.isMultiple(of: 2) ? "none" : "client_secret_basic"
                        let body = metadata(worker * 25_000 + number, method: method)
                        if try await register(road, body).status != 201 { refused += 1 }
                    }
                    return refused
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(refused == 0)
        #expect(size(of: fixture.folder.path) == before)
        #expect(try fixture.store.clients.listings(includingRemoved: true).isEmpty)
    }

    private func manage(
        _ road: any Road,
        _ method: HTTPMethod,
        _ registration: JSONValue,
        token: String? = nil
    ) async throws -> Answer {
        let address = try #require(registration["registration_client_uri"]?.stringValue)
        let parts = address.dropFirst(JourneyFixture.issuer.count).split(separator: "?")
        let own = try #require(registration["registration_access_token"]?.stringValue)
        return try await road.send(
            HTTPRequest(
                method: method,
                path: String(parts[0]),
                query: Array(parts[1].utf8),
                fields: [.authorization: HTTPFieldValue(proven: "Bearer \(token ?? own)")]
            )
        )
    }

    @Test(arguments: [false, true])
    func `a client reads its registration and gives it back (RFC 7592)`(
        bySocket: Bool
    ) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            for method in ["none", "client_secret_post"] {
                let body: JSONValue = [
                    "redirect_uris": [.string(Visitor.redirect)], "client_name": "Managed",
                    "token_endpoint_auth_method": .string(method),
                ]
                let made = try Visitor.json(try await register(road, body))
                let read = try await manage(road, .get, made)
                #expect(read.status == 200)
                #expect(read.fields.text(.cacheControl) == "no-store")
                #expect(try Visitor.json(read)["client_id"] == made["client_id"])
                #expect(try Visitor.json(read)["client_secret"] == made["client_secret"])

                let changed = try await manage(road, .put, made)
                #expect(changed.status == 405)
                #expect(changed.fields.text(.allow) == "DELETE, GET, HEAD, OPTIONS")
                #expect(try Visitor.json(changed)["error"] == "invalid_request")
                let foreign = try await manage(road, .delete, made, token: "wlg_wrong")
                #expect(foreign.status == 401)
                #expect(foreign.fields.text(.wwwAuthenticate) == #"Bearer error="invalid_token""#)
                let gone = try await manage(road, .delete, made)
                #expect(gone.status == 204 && gone.body.isEmpty)
            }
            #expect(try fixture.store.clients.listings(includingRemoved: true).isEmpty)
        }
    }

    @Test(arguments: [false, true])
    func `a client that an operator removed is refused and told so`(bySocket: Bool) async throws {
        let fixture = try await JourneyFixture()
        try await fixture.travel(bySocket: bySocket) { road in
            let visitor = Visitor(road)
            let client = try await visitor.register(name: "Unwanted")
            let page = try await visitor.openConsent(client)
            let tokens = try await visitor.approve(
                page,
                client,
                scopes: ["posts:read"],
                workspaces: fixture.workspaces
            )
            let now = SystemWallClock().now()
            #expect(try await fixture.store.clients.remove(client, at: now) == 1)
            #expect(try await visitor.call("get_me", tokens.access).status == 401)
            let refreshed = try await visitor.refresh(tokens, client)
            #expect(refreshed.status == 401)
            #expect(try Visitor.json(refreshed)["error"] == "invalid_client")

            let again = try await register(
                road,
                [
                    "redirect_uris": [.string(Visitor.redirect)], "client_name": "Unwanted",
                    "token_endpoint_auth_method": "none",
                ]
            )
            #expect(again.status == 400)
            #expect(try Visitor.json(again)["error"] == "invalid_client_metadata")
            #expect(again.body.contains("operator"))
            let query = "/authorize?client_id=\(client)&response_type=code"
            let shown = try await visitor.get(query)
            #expect(shown.answer.status == 400)
            #expect(shown.body.contains("switched off"))

            #expect(try await fixture.store.clients.setDisabled(client, at: nil))
            #expect(try await visitor.register(name: "Unwanted") == client)
            let back = try await visitor.openConsent(client)
            #expect(back.answer.status == 200)
            #expect(!back.body.contains("Allowed before"), "its grants have ended for good")
        }
    }
}
