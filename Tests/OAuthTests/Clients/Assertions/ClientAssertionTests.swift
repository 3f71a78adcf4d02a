import Cryptography
import JSON
import Primitives
import TestSupport
import Testing

@testable import OAuth

/// A client whose document publishes keys, and what it signs.
struct SigningClient {
    static let address = "https://app.example/client.json"
    static let keysAddress = "https://app.example/jwks.json"
    static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    let server: Fixture
    var signer = TestSigner.ed25519
    var keyName: String? = "k1"

    static func keySet(_ keys: [(TestSigner, String?)]) -> JSONValue {
        ["keys": .array(keys.map { ClientDocumentTests.key($0.0, $0.1) })]
    }

    /// Publishes a document with `members` beside the name, and approves it for user 1.
    static func approved(
        _ server: Fixture,
        _ members: JSONObject,
        requestID: String = "request"
    ) async throws -> (client: SigningClient, code: String) {
        publish(server, members)
        let request = try await server.acceptedDocument(Fixture.authorizePairs(address))
        let code = try await server.approve(request, requestID: requestID)
        return (SigningClient(server: server), code)
    }

    static func publish(_ server: Fixture, _ members: JSONObject) {
        var object: JSONObject = [
            "client_id": .string(address), "client_name": "Signing app",
            "redirect_uris": [.string(Fixture.redirect)],
        ]
        for member in members.members { object.append(member.name, member.value) }
        server.published.publish(.object(object), at: address)
    }

    static let remoteKeys: JSONObject = [
        "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": .string(keysAddress),
    ]

    static func inlineKeys(_ keys: [(TestSigner, String?)]) -> JSONObject {
        ["token_endpoint_auth_method": "private_key_jwt", "jwks": keySet(keys)]
    }

    /// The claims of a good assertion, with `changes`; `nil` leaves one out.
    func claims(_ changes: [(String, JSONValue?)] = []) -> JSONObject {
        let now = server.clock.now().secondsSinceEpoch
        let good: JSONObject = [
            "iss": .string(Self.address), "sub": .string(Self.address),
            "aud": "https://auth.example.com", "exp": .integer(now + 120), "iat": .integer(now),
            "jti": .string(Hex.encode(server.random.bytes(8))),
        ]
        var object = JSONObject()
        for member in good.members where !changes.contains(where: { $0.0 == member.name }) {
            object.append(member.name, member.value)
        }
        for case (let name, let value?) in changes { object.append(name, value) }
        return object
    }

    func assertion(
        _ changes: [(String, JSONValue?)] = [],
        header: [(String, JSONValue?)] = []
    ) -> String {
        var head = JSONObject()
        if !header.contains(where: { $0.0 == "alg" }) {
            head.append("alg", .string(signer.algorithm))
        }
        if let keyName, !header.contains(where: { $0.0 == "kid" }) {
            head.append("kid", .string(keyName))
        }
        for case (let name, let value?) in header { head.append(name, value) }
        let parts = [head, claims(changes)].map {
            Base64URL.encode(JSONValue.object($0).serialized())
        }
        let message = parts.joined(separator: ".")
        return message + "." + Base64URL.encode(signer.sign(Array(message.utf8)))
    }

    func failure(
        _ assertion: String,
        _ more: [(String, String)] = []
    ) async -> ClientAuthenticationFailure? {
        do {
            let pairs = [
                ("client_assertion_type", Self.type), ("client_assertion", assertion),
            ]
            _ = try await server.authentication.client(
                authorization: nil,
                parameters: Fixture.parameters(pairs + more)
            )
            return nil
        } catch {
            return error
        }
    }

    /// How the same client fares without any proof.
    func failureWithoutProof() async -> ClientAuthenticationFailure? {
        do {
            _ = try await server.client(Self.address)
            return nil
        } catch {
            return error as? ClientAuthenticationFailure
        }
    }
}

@Suite("private_key_jwt (RFC 7523, S-53)")
struct ClientAssertionTests {
    private func client(
        _ signer: TestSigner = .ed25519
    ) async throws -> SigningClient {
        let server = try Fixture()
        let keys = SigningClient.inlineKeys([(signer, "k1")])
        var client = try await SigningClient.approved(server, keys).client
        client.signer = signer
        return client
    }

    @Test(arguments: 0..<3)
    func `RS256, ES256 and EdDSA prove a client, once each`(index: Int) async throws {
        let signer = [TestSigner.rsa, .p256, .ed25519][index]
        let client = try await client(signer)
        let assertion = client.assertion()
        #expect(await client.failure(assertion) == nil)
        #expect(await client.failure(assertion) == .badAssertion(.replayed))
        #expect(await client.failure(client.assertion()) == nil)
        let named = [("client_id", SigningClient.address)]
        #expect(await client.failure(client.assertion(), named) == nil)
    }

    @Test func `every wrong claim is refused with its reason`() async throws {
        let client = try await client()
        let now = client.server.clock.now().secondsSinceEpoch
        let token = "https://auth.example.com/token"
        let other: JSONValue = "https://other.example"
        let rows: [(String, [(String, JSONValue?)], AssertionProblem?)] = [
            ("the token endpoint as audience", [("aud", .string(token))], nil),
            ("both names", [("aud", ["https://auth.example.com", .string(token)])], nil),
            ("no audience", [("aud", nil)], .otherAudience),
            ("an empty list", [("aud", [])], .otherAudience),
            ("another server", [("aud", other)], .otherAudience),
            ("a foreign one too", [("aud", ["https://auth.example.com", other])], .otherAudience),
            ("a slash more", [("aud", "https://auth.example.com/")], .otherAudience),
            ("the endpoint of another", [("aud", "https://other.example/token")], .otherAudience),
            ("a number in the list", [("aud", ["https://auth.example.com", 1])], .otherAudience),
            ("no subject", [("sub", nil)], .otherSubject),
            ("no issuer", [("iss", nil)], .otherSubject),
            ("another subject", [("sub", "https://other.example/c.json")], .otherSubject),
            ("no expiry", [("exp", nil)], .noExpiry),
            ("expiry as a text", [("exp", .string("\(now + 60)"))], .malformed),
            ("expired five minutes ago", [("exp", .integer(now - 300))], .expired),
            ("expired at the end of the skew", [("exp", .integer(now - 60))], .expired),
            ("expired within the skew", [("exp", .integer(now - 59))], nil),
            ("five minutes and the skew", [("exp", .integer(now + 360))], nil),
            ("longer", [("exp", .integer(now + 361))], .longLived),
            ("a year", [("exp", .integer(now + 31_536_000))], .longLived),
            ("a fraction", [("exp", .number(Double(now) + 60.5))], nil),
            ("without iat", [("iat", nil)], nil),
            ("8 s ahead", [("iat", .integer(now + 8)), ("nbf", .integer(now + 8))], nil),
            ("60 s ahead", [("nbf", .integer(now + 60))], nil),
            ("nbf 61 s ahead", [("nbf", .integer(now + 61))], .fromTheFuture),
            ("iat 61 s ahead", [("iat", .integer(now + 61))], .fromTheFuture),
            ("negative nbf", [("nbf", -1)], .malformed),
            ("no jti", [("jti", nil)], .noIdentifier),
            ("an empty jti", [("jti", "")], .noIdentifier),
            ("a long jti", [("jti", .string(String(repeating: "x", count: 257)))], .noIdentifier),
        ]
        for (name, changes, expected) in rows {
            let found = await client.failure(client.assertion(changes))
            #expect(found == expected.map { .badAssertion($0) }, "\(name)")
        }
    }

    @Test func `no header makes another key or algorithm count`() async throws {
        let client = try await client()
        let rows: [(String, [(String, JSONValue?)], AssertionProblem)] = [
            ("none", [("alg", "none")], .otherAlgorithm),
            ("capitals", [("alg", "NONE")], .otherAlgorithm),
            ("a shared key", [("alg", "HS256")], .otherAlgorithm),
            ("the algorithm of another type", [("alg", "RS256")], .wrongSignature),
            ("no algorithm", [("alg", nil)], .otherAlgorithm),
            ("an unknown kid", [("kid", "k2")], .unknownKey),
            ("a kid that is no text", [("kid", 1)], .malformed),
            ("a critical extension", [("crit", ["b64"]), ("b64", false)], .malformed),
            ("an access token", [("typ", "at+jwt")], .otherType),
            ("a type that is no text", [("typ", 1)], .otherType),
        ]
        for (name, header, expected) in rows {
            let found = await client.failure(client.assertion(header: header))
            #expect(found == .badAssertion(expected), "\(name)")
        }
        for type: JSONValue in ["JWT", "jwt", "client-authentication+jwt", "application/jwt"] {
            #expect(await client.failure(client.assertion(header: [("typ", type)])) == nil)
        }
        #expect(await client.failure(client.assertion(header: [("alg", "Ed25519")])) == nil)
        var thief = client
        thief.signer = .otherEd25519
        #expect(await thief.failure(thief.assertion()) == .badAssertion(.wrongSignature))
        let own = ClientDocumentTests.key(.otherEd25519)
        let bringing = thief.assertion(header: [("jwk", own), ("jku", "https://evil.example/k")])
        #expect(await thief.failure(bringing) == .badAssertion(.wrongSignature))
        var nameless = client
        nameless.keyName = nil
        #expect(await nameless.failure(nameless.assertion()) == nil)
    }

    @Test func `HS256 with the public key as its secret is refused`() async throws {
        let client = try await client(.rsa)
        let header: JSONObject = ["alg": "HS256", "kid": "k1"]
        let parts = [header, client.claims()].map {
            Base64URL.encode(JSONValue.object($0).serialized())
        }
        let message = parts.joined(separator: ".")
        let key = ClientDocumentTests.key(.rsa).serialized()
        let mac = Base64URL.encode(MACKey(key).authenticate(Array(message.utf8)))
        #expect(await client.failure("\(message).\(mac)") == .badAssertion(.otherAlgorithm))
    }

    @Test func `anything but three canonical parts is malformed`() async throws {
        let client = try await client()
        let good = client.assertion()
        let parts = good.split(separator: ".").map(String.init)
        let rows = [
            "x", "..", good + ".", good + ".x", "." + good, parts[0] + "." + parts[1],
            parts[0] + "=." + parts[1] + "." + parts[2], good + "=", good + "!",
            good.replacing(".", with: ".."), "e30." + parts[1] + "." + parts[2] + " ",
            "W10." + parts[1] + "." + parts[2], String(repeating: "x", count: 8_193),
        ]
        for text in rows {
            #expect(await client.failure(text) == .badAssertion(.malformed), "\(text.prefix(20))")
        }
        #expect(await client.failure(good) == nil)
    }

    @Test func `two methods in one request are refused, and so is another client_id`() async throws
    {
        let client = try await client()
        let secret = [("client_id", SigningClient.address), ("client_secret", "x")]
        #expect(await client.failure(client.assertion(), secret) == .twoMethods)
        let other = [("client_id", "https://other.example/c.json")]
        #expect(await client.failure(client.assertion(), other) == .twoClients)
        let dynamic = try client.server.clientID()
        var stranger = client
        stranger.keyName = "k1"
        let claims: [(String, JSONValue?)] = [
            ("iss", .string(dynamic)), ("sub", .string(dynamic)),
        ]
        let failure = await stranger.failure(stranger.assertion(claims))
        #expect(failure == .otherMethod(usedBasic: false))
        let unknown: [(String, JSONValue?)] = [
            ("iss", "https://x.example/c"), ("sub", "https://x.example/c"),
        ]
        let failed = await client.failure(client.assertion(unknown))
        #expect(failed == .unknownClient(usedBasic: false))
        #expect(failed?.wire == ClientAuthenticationFailure.badAssertion(.replayed).wire)
    }

    @Test func `a failed proof leaves the code as it was, a good one redeems it`() async throws {
        let server = try Fixture()
        let keys = SigningClient.inlineKeys([(.ed25519, "k1")])
        let (client, code) = try await SigningClient.approved(server, keys)
        #expect(await client.failureWithoutProof() == .otherMethod(usedBasic: false))
        let bad = client.assertion([("aud", "https://other.example")])
        #expect(await client.failure(bad) == .badAssertion(.otherAudience))
        let pairs = [
            ("client_assertion_type", SigningClient.type),
            ("client_assertion", client.assertion()),
        ]
        let proven = try await server.authentication.client(
            authorization: nil,
            parameters: Fixture.parameters(pairs)
        )
        let request = try TokenRequest(
            parsing: Fixture.parameters([
                ("grant_type", "authorization_code"), ("code", code),
                ("code_verifier", Fixture.verifier),
            ])
        )
        let tokens = try await server.tokens.answer(request, from: proven)
        #expect(try await server.isActive(tokens.accessToken))
    }

    @Test func `an algorithm that the document announced is the only one`() async throws {
        let server = try Fixture()
        var members = SigningClient.inlineKeys([(.ed25519, "k1"), (.p256, "k2")])
        members.append("token_endpoint_auth_signing_alg", "ES256")
        var client = try await SigningClient.approved(server, members).client
        #expect(await client.failure(client.assertion()) == .badAssertion(.unannouncedAlgorithm))
        client.signer = .p256
        client.keyName = "k2"
        #expect(await client.failure(client.assertion()) == nil)
    }
}
