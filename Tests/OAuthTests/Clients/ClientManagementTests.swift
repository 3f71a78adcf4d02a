import JSON
import OAuth
import Primitives
import Testing

@Suite("Client management (RFC 7592)")
struct ClientManagementTests {
    private let server: Fixture
    private let management: ClientManagement

    init() throws {
        server = try Fixture()
        management = ClientManagement(
            resolver: ClientResolver(registrar: server.registrar, store: server.store),
            clock: server.clock
        )
    }

    private func register(_ method: String) throws -> JSONValue {
        try server.register([
            "redirect_uris": [.string(Fixture.redirect)], "client_name": "Some client",
            "token_endpoint_auth_method": .string(method), "scope": "posts:read",
        ])
    }

    private func bytes(_ registration: JSONValue, _ name: String) throws -> [UInt8] {
        Array(try #require(registration[name]?.stringValue).utf8)
    }

    private func read(_ registration: JSONValue) async throws -> JSONValue? {
        do {
            return try await management.read(
                try bytes(registration, "client_id"),
                token: try bytes(registration, "registration_access_token")
            )
        } catch let refusal as ClientManagement.Refusal {
            #expect(refusal == .unauthorized)
            return nil
        }
    }

    private func delete(_ registration: JSONValue) async throws {
        try await management.delete(
            try bytes(registration, "client_id"),
            token: try bytes(registration, "registration_access_token")
        )
    }

    @Test(arguments: ["none", "client_secret_basic", "client_secret_post"])
    func `a client reads what it registered`(method: String) async throws {
        let registration = try register(method)
        var expected = JSONObject()
        for member in try #require(registration.objectValue).members
        where member.name != "client_id_issued_at" {
            expected.append(member.name, member.value)
        }
        #expect(try await read(registration) == .object(expected))
        let address = try #require(registration["registration_client_uri"]?.stringValue)
        let identifier = try #require(registration["client_id"]?.stringValue)
        #expect(address == "https://auth.example.com/register/client?client_id=\(identifier)")
    }

    @Test func `only the token of this very registration will do`() async throws {
        let one = try register("client_secret_basic")
        let two = try register("client_secret_basic")
        let id = try bytes(one, "client_id")
        let wrong = [
            try bytes(two, "registration_access_token"), try bytes(one, "client_secret"), [],
            try bytes(one, "registration_access_token").dropLast(),
        ]
        for token in wrong {
            await #expect(throws: ClientManagement.Refusal.unauthorized) {
                try await management.read(id, token: token)
            }
            await #expect(throws: ClientManagement.Refusal.unauthorized) {
                try await management.delete(id, token: token)
            }
        }
        await #expect(throws: ClientManagement.Refusal.unauthorized) {
            try await management.read(
                Array("dyn_unknown".utf8),
                token: try bytes(one, "registration_access_token")
            )
        }
    }

    @Test func `giving back what nobody approved stores nothing`() async throws {
        let registration = try register("client_secret_basic")
        try await delete(registration)
        #expect(server.store.look { $0.clients.isEmpty && $0.traces.deregistered.isEmpty })
        #expect(try await read(registration) != nil, "there is nothing to remember it by")
    }

    @Test func `S-65 S-79 a client with a secret gives its registration back for good`()
        async throws
    {
        let registration = try register("client_secret_post")
        let client = try #require(registration["client_id"]?.stringValue)
        let secret = try #require(registration["client_secret"]?.stringValue)
        let code = try await server.approve(client).code
        let pairs = [("client_id", client), ("client_secret", secret)]
        let authenticated = try await server.authentication.client(
            authorization: nil,
            parameters: Fixture.parameters(pairs)
        )
        let request = try TokenRequest(
            parsing: Fixture.parameters([
                ("grant_type", "authorization_code"), ("code", code),
                ("code_verifier", Fixture.verifier),
            ])
        )
        let tokens = try await server.tokens.answer(request, from: authenticated)
        #expect(try await server.isActive(tokens.accessToken))
        try await delete(registration)
        #expect(try await !server.isActive(tokens.accessToken))
        #expect(try await read(registration) == nil)
        await #expect(throws: ClientAuthenticationFailure.self) {
            try await server.authentication.client(
                authorization: nil,
                parameters: Fixture.parameters(pairs)
            )
        }
        let again = try register("client_secret_post")
        #expect(again["client_id"] != registration["client_id"])
        #expect(try await read(again) != nil, "the same software may come back")
    }

    @Test func `a public client's id is everybody's, so giving it back ends nothing`()
        async throws
    {
        let registration = try register("none")
        let client = try #require(registration["client_id"]?.stringValue)
        let code = try await server.approve(client).code
        let tokens = try await server.exchange(code, of: client)
        let stranger = try register("none")
        #expect(stranger["registration_access_token"] == registration["registration_access_token"])
        try await delete(stranger)
        #expect(try await server.isActive(tokens.accessToken))
        #expect(try await read(registration) != nil)
    }
}
