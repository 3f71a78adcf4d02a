import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Sealed flow")
struct SealedFlowTests {
    private func sealed(_ server: Fixture) async throws -> (AcceptedAuthorizationRequest, String) {
        let client = try server.clientID()
        let extra = [("login_hint", "ada@example.com"), ("prompt", "select_account")]
        let request = try await server.accepted(Fixture.authorizePairs(client) + extra)
        let text = server.authorization.sealer.seal(
            request,
            binding: Fixture.binding,
            at: server.clock.now()
        )
        return (request, text)
    }

    private func resume(
        _ text: String,
        _ server: Fixture,
        binding: [UInt8] = Fixture.binding
    ) async -> AuthorizationService.Resumption {
        await server.authorization.resume(
            Array(text.utf8),
            binding: binding,
            person: UserKey(1)
        )
    }

    @Test func `a flow resumes as it was`() async throws {
        let server = try Fixture()
        let (request, text) = try await sealed(server)
        guard case .accepted(let resumed, let requestID) = await resume(text, server) else {
            throw Unexpected()
        }
        #expect(resumed == request)
        #expect(requestID.utf8.count == 22)
        #expect(Base64URL.decode(Array(text.utf8)) != nil)
    }

    @Test func `every flow has its own request id`() async throws {
        let server = try Fixture()
        let (_, one) = try await sealed(server)
        let (_, two) = try await sealed(server)
        guard case .accepted(_, let first) = await resume(one, server),
            case .accepted(_, let second) = await resume(two, server)
        else { throw Unexpected() }
        #expect(first != second)
    }

    @Test func `S-27 another browser, a changed text and a late one are refused`() async throws {
        let server = try Fixture()
        let (_, text) = try await sealed(server)
        let other = await resume(text, server, binding: Array("other".utf8))
        #expect(other == .page(.flowOver))
        var bytes = try #require(Base64URL.decode(Array(text.utf8)))
        for position in stride(from: 0, to: bytes.count, by: 7) {
            bytes[position] ^= 1
            #expect(await resume(Base64URL.encode(bytes), server) == .page(.flowOver))
            bytes[position] ^= 1
        }
        for garbage in ["", "AAAA", text + "A", "*"] {
            #expect(await resume(garbage, server) == .page(.flowOver))
        }
        server.clock.advance(seconds: 599)
        guard case .accepted = await resume(text, server) else { throw Unexpected() }
        server.clock.advance(seconds: 1)
        #expect(await resume(text, server) == .page(.flowOver))
    }

    @Test func `S-15 a held error survives until the person is known`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let pairs = Fixture.authorizePairs(client).map {
            $0.0 == "response_type" ? ("response_type", "token") : $0
        }
        guard case .held(let held) = await server.begin(pairs) else { throw Unexpected() }
        let text = server.authorization.sealer.seal(
            held,
            binding: Fixture.binding,
            at: server.clock.now()
        )
        #expect(await resume(text, server) == .held(held))
        let location = server.authorization.location(of: held)
        #expect(location.hasPrefix(Fixture.redirect + "&error=unsupported_response_type&"))
        #expect(location.hasSuffix("&state=s&iss=https%3A%2F%2Fauth.example.com"))
    }

    @Test func `a client that was disabled meanwhile ends the flow`() async throws {
        let server = try Fixture()
        let (request, text) = try await sealed(server)
        let record = request.client.record(at: server.clock.now())
        server.store.change { state in
            state.clients[record.identifier] = ClientRecord(
                naming: ClientNaming(
                    identifier: record.identifier,
                    kind: record.kind,
                    name: record.name
                ),
                metadata: record.metadata,
                secretHash: nil,
                lifetimes: nil,
                createdAt: record.createdAt,
                disabledAt: record.createdAt
            )
        }
        #expect(await resume(text, server) == .page(.disabledClient(name: "Test client")))
    }
}
