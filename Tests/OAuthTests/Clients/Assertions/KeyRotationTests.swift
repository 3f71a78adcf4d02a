import JSON
import Primitives
import TestSupport
import Testing

@testable import OAuth

@Suite("Keys that clients rotate and withdraw (T27, T28, T38)")
struct KeyRotationTests {
    @Test func `a key set is read once, and again for a new key, but not for garbage`() async throws
    {
        let server = try Fixture()
        var client = try await SigningClient.approved(server, SigningClient.remoteKeys).client
        let first = SigningClient.keySet([(.ed25519, "k1")])
        server.published.publish(first, at: SigningClient.keysAddress)
        let reads = { server.published.reads.count { $0 == SigningClient.keysAddress } }
        for _ in 0..<5 { #expect(await client.failure(client.assertion()) == nil) }
        #expect(reads() == 1)

        let both = SigningClient.keySet([(.ed25519, "k1"), (.p256, "k2")])
        server.published.publish(both, at: SigningClient.keysAddress)
        client.signer = .p256
        client.keyName = "k2"
        #expect(await client.failure(client.assertion()) == .badAssertion(.unknownKey))
        #expect(reads() == 1, "the copy is younger than the floor")
        server.clock.advance(seconds: 60)
        #expect(await client.failure(client.assertion()) == nil)
        #expect(reads() == 2)
        client.keyName = "garbage"
        for _ in 0..<5 {
            #expect(await client.failure(client.assertion()) == .badAssertion(.unknownKey))
        }
        #expect(reads() == 2)
    }

    @Test func `a withdrawn key ends with the next reading of the set`() async throws {
        let server = try Fixture()
        let client = try await SigningClient.approved(server, SigningClient.remoteKeys).client
        let first = SigningClient.keySet([(.ed25519, "k1")])
        server.published.publish(first, at: SigningClient.keysAddress)
        server.published.change { $0.lifetime = .seconds(86_400) }
        #expect(await client.failure(client.assertion()) == nil)
        let next = SigningClient.keySet([(.p256, "k2")])
        server.published.publish(next, at: SigningClient.keysAddress)
        server.clock.advance(seconds: 3_600)
        #expect(await client.failure(client.assertion()) == .badAssertion(.unknownKey))
    }

    @Test func `keys that cannot be read are a passing trouble, and an old copy bridges it`()
        async throws
    {
        let server = try Fixture()
        let client = try await SigningClient.approved(server, SigningClient.remoteKeys).client
        let absent = await client.failure(client.assertion())
        #expect(absent == .keysUnavailable(afterSeconds: 30, reason: "status 404"))
        #expect(absent?.wire.code == .temporarilyUnavailable)
        #expect(absent?.wire.status == 503 && absent?.wire.retryAfterSeconds == 30)
        let keys = SigningClient.keySet([(.ed25519, "k1")])
        server.published.publish(keys, at: SigningClient.keysAddress)
        #expect(await client.failure(client.assertion()) == nil)
        server.published.change { $0.bodies[SigningClient.keysAddress] = nil }
        server.clock.advance(seconds: 301)
        #expect(await client.failure(client.assertion()) == nil)
        server.clock.advance(seconds: 3_600)
        let late = await client.failure(client.assertion())
        #expect(late?.wire.code == .temporarilyUnavailable)
        server.published.publish(["keys": []], at: SigningClient.keysAddress)
        let empty = await client.failure(client.assertion())
        #expect(empty?.wire.code == .temporarilyUnavailable)
    }

    @Test func `T38 once it has proven itself, a client cannot come without a proof`() async throws
    {
        let server = try Fixture()
        var members = SigningClient.remoteKeys
        members.append("token_endpoint_auth_methods_supported", ["none", "private_key_jwt"])
        let client = try await SigningClient.approved(server, members).client
        let keys = SigningClient.keySet([(.ed25519, "k1")])
        server.published.publish(keys, at: SigningClient.keysAddress)
        #expect(await client.failureWithoutProof() == nil)
        #expect(await client.failure(client.assertion()) == nil)
        #expect(await client.failureWithoutProof() == .otherMethod(usedBasic: false))
        #expect(await client.failure(client.assertion()) == nil)
    }

    @Test func `a pinned key works until its owner withdraws it, a new one once it is approved`()
        async throws
    {
        let server = try Fixture()
        let old = SigningClient.inlineKeys([(.ed25519, "k1"), (.p256, "k2")])
        var client = try await SigningClient.approved(server, old).client
        SigningClient.publish(
            server,
            SigningClient.inlineKeys([(.ed25519, "k1"), (.rsa, "k3")])
        )
        server.clock.advance(seconds: 301)
        client.signer = .p256
        client.keyName = "k2"
        #expect(await client.failure(client.assertion()) == nil, "nobody has read it yet")

        let pairs = Fixture.authorizePairs(SigningClient.address)
        let request = try await server.acceptedDocument(pairs)
        #expect(await client.failure(client.assertion()) == .badAssertion(.unknownKey))
        client.signer = .rsa
        client.keyName = "k3"
        #expect(await client.failure(client.assertion()) == .badAssertion(.unknownKey))
        _ = try await server.approve(request, requestID: "second")
        #expect(await client.failure(client.assertion()) == nil)
        client.signer = .ed25519
        client.keyName = "k1"
        #expect(await client.failure(client.assertion()) == nil)
    }
}
