import JSON
import OAuth
import Primitives
import TestSupport
import Testing

/// De-duplicated × disabled × removed: a client that an operator shut out does not come back under
/// the same metadata, and is told so at every door.
@Suite("Clients that an operator shut out")
struct ShutOutClientTests {
    private let server: Fixture
    private let resolver: ClientResolver

    init() throws {
        server = try Fixture()
        resolver = ClientResolver(registrar: server.registrar, store: server.store)
    }

    private func metadata(_ method: String, name: String = "Some client") -> [UInt8] {
        let value: JSONValue = [
            "redirect_uris": [.string(Fixture.redirect)], "client_name": .string(name),
            "token_endpoint_auth_method": .string(method),
        ]
        return value.serialized()
    }

    private func register(_ method: String, name: String = "Some client") async throws -> String {
        let answer = try await resolver.register(
            metadata(method, name: name),
            at: server.clock.now()
        )
        return try #require(answer["client_id"]?.stringValue)
    }

    private func setDisabled(_ identifier: String, _ time: Timestamp?) {
        server.store.change { state in
            guard let known = state.clients[identifier] else { return }
            state.clients[identifier] = ClientRecord(
                naming: ClientNaming(identifier: identifier, kind: .dynamic, name: known.name),
                metadata: known.metadata,
                secretHash: nil,
                lifetimes: nil,
                createdAt: known.createdAt,
                disabledAt: time
            )
        }
    }

    @Test(arguments: ["none", "client_secret_basic"])
    func `it is refused at registration and at authorization until it is let in again`(
        method: String
    ) async throws {
        let approved = try await register(method)
        let waiting = try await register(method)
        _ = try await server.approve(approved)
        setDisabled(approved, server.clock.now())

        await #expect(throws: RegistrationFailure.shutOut) { try await register(method) }
        let name = "Some client"
        for identifier in [approved, waiting] {
            let outcome = await server.begin(Fixture.authorizePairs(identifier))
            #expect(outcome == .page(.disabledClient(name: name)))
        }
        #expect(try await !register(method, name: "Another").isEmpty)

        setDisabled(approved, nil)
        _ = try await register(method)
        _ = try await server.accepted(Fixture.authorizePairs(waiting))
    }

    @Test func `the refusal says who can help`() {
        let wire = RegistrationFailure.shutOut.wire
        #expect(wire.code == .invalidClientMetadata && wire.status == 400)
        #expect(wire.description.contains("operator"))
    }

    @Test func `a store that cannot answer is no refusal`() async throws {
        server.store.change { $0.failure = .unavailable("busy") }
        await #expect(throws: RegistrationFailure.store(.unavailable("busy"))) {
            try await register("none")
        }
        #expect(RegistrationFailure.store(.unavailable("busy")).wire.status == 503)
    }

    @Test func `a client with a secret has an id and a secret that nobody else is handed`()
        async throws
    {
        let body = metadata("client_secret_basic")
        let one = try await resolver.register(body, at: server.clock.now())
        let two = try await resolver.register(body, at: server.clock.now())
        #expect(one["client_id"] != two["client_id"])
        #expect(one["client_secret"] != two["client_secret"])
        #expect(one["registration_access_token"] != two["registration_access_token"])
        let first = try await register("none")
        #expect(try await register("none") == first)
    }
}
