import Cryptography
import JSON
import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Client authentication (RFC 6749 §2.3)")
struct ClientAuthenticationTests {
    private static func basic(_ text: String, padding: Bool = true) -> String {
        let url = Base64URL.encode(Array(text.utf8))
        let standard = url.utf8.map { $0 == 0x2D ? 0x2B : $0 == 0x5F ? 0x2F : $0 }
        let missing = padding ? (4 - standard.count % 4) % 4 : 0
        let tail = String(repeating: "=", count: missing)
        return "Basic " + String(decoding: standard, as: UTF8.self) + tail
    }

    private func failure(
        _ server: Fixture,
        _ header: String?,
        _ pairs: [(String, String)] = []
    ) async -> ClientAuthenticationFailure? {
        do {
            _ = try await server.authentication.client(
                authorization: header.map { Array($0.utf8) },
                parameters: Fixture.parameters(pairs)
            )
            return nil
        } catch {
            return error
        }
    }

    private func confidential(
        _ server: Fixture,
        _ method: String
    ) throws -> (id: String, secret: String) {
        let answer = try server.register([
            "redirect_uris": ["https://client.example.org/cb"],
            "token_endpoint_auth_method": .string(method),
        ])
        let identifier = try #require(answer["client_id"]?.stringValue)
        return (identifier, try #require(answer["client_secret"]?.stringValue))
    }

    @Test func `client_secret_basic proves a client, padded or not, in any case`() async throws {
        let server = try Fixture()
        let (id, secret) = try confidential(server, "client_secret_basic")
        let good = Self.basic("\(id):\(secret)")
        #expect(await failure(server, good) == nil)
        #expect(await failure(server, Self.basic("\(id):\(secret)", padding: false)) == nil)
        #expect(await failure(server, "bAsIc  " + good.dropFirst(6)) == nil)
        let wrong = await failure(server, Self.basic("\(id):\(secret)x"))
        #expect(wrong == .wrongSecret(usedBasic: true))
        #expect(wrong?.wire.status == 401 && wrong?.wire.challengesBasic == true)
    }

    @Test func `client_id beside Basic is one method as long as it is the same`() async throws {
        let server = try Fixture()
        let (id, secret) = try confidential(server, "client_secret_basic")
        let good = Self.basic("\(id):\(secret)")
        #expect(await failure(server, good, [("client_id", id)]) == nil)
        let other = await failure(server, good, [("client_id", "cli_other")])
        #expect(other == .twoClients)
        #expect(other?.wire.code == .invalidRequest)
    }

    @Test func `S-47 two methods are refused`() async throws {
        let server = try Fixture()
        let (id, secret) = try confidential(server, "client_secret_basic")
        let pairs = [("client_id", id), ("client_secret", secret)]
        let both = await failure(server, Self.basic("\(id):\(secret)"), pairs)
        #expect(both == .twoMethods)
        #expect(both?.wire.code == .invalidRequest && both?.wire.status == 400)
    }

    @Test(arguments: ["p%3Aa+b", "p%3aa%20b", "p:a b"])
    func `S-48 both encodings of a Basic secret are read`(written: String) async throws {
        let server = try Fixture()
        let record = ClientRecord(
            naming: ClientNaming(identifier: "cli_one", kind: .registered, name: "One"),
            metadata: try #require(
                ClientMetadata(
                    name: "One",
                    redirectURIs: [try RedirectURI(parsing: "https://one.example/cb")],
                    method: .basic
                )
            ).canonicalJSON,
            secretHash: SHA256.digest(Array("p:a b".utf8)),
            lifetimes: nil,
            createdAt: server.clock.now(),
            disabledAt: nil
        )
        server.store.change { $0.clients["cli_one"] = record }
        #expect(await failure(server, Self.basic("cli_one:\(written)")) == nil)
        #expect(await failure(server, Self.basic("cli%5Fone:\(written)")) == nil)
        let wrong = await failure(server, Self.basic("cli_one:p:a+b+"))
        #expect(wrong == .wrongSecret(usedBasic: true))
    }

    @Test func `the header of RFC 6749 section 2.3.1 names its client`() async throws {
        let server = try Fixture()
        let record = ClientRecord(
            naming: ClientNaming(identifier: "s6BhdRkqt3", kind: .registered, name: "Example"),
            metadata: try #require(
                ClientMetadata(
                    name: "Example",
                    redirectURIs: [try RedirectURI(parsing: "https://client.example.com/cb")],
                    method: .basic
                )
            ).canonicalJSON,
            secretHash: SHA256.digest(Array("7Fjfp0ZBr1KtDRbnfVdmIw".utf8)),
            lifetimes: nil,
            createdAt: server.clock.now(),
            disabledAt: nil
        )
        server.store.change { $0.clients["s6BhdRkqt3"] = record }
        let header = "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"
        #expect(await failure(server, header) == nil)
    }

    @Test func `client_secret_post proves a client`() async throws {
        let server = try Fixture()
        let (id, secret) = try confidential(server, "client_secret_post")
        #expect(await failure(server, nil, [("client_secret", secret), ("client_id", id)]) == nil)
        let wrong = await failure(server, nil, [("client_id", id), ("client_secret", "x")])
        #expect(wrong == .wrongSecret(usedBasic: false))
        #expect(wrong?.wire.challengesBasic == false)
    }

    @Test func `S-50 another method than the registered one proves nothing`() async throws {
        let server = try Fixture()
        let (basicID, basicSecret) = try confidential(server, "client_secret_basic")
        let (postID, postSecret) = try confidential(server, "client_secret_post")
        let body = [("client_id", basicID), ("client_secret", basicSecret)]
        #expect(await failure(server, nil, body) == .otherMethod(usedBasic: false))
        let header = Self.basic("\(postID):\(postSecret)")
        #expect(await failure(server, header) == .otherMethod(usedBasic: true))
        let none = await failure(server, nil, [("client_id", basicID)])
        #expect(none == .otherMethod(usedBasic: false))
    }

    @Test func `S-51 a public client is identified, and a secret never proves it`() async throws {
        let server = try Fixture()
        let id = try server.clientID()
        #expect(await failure(server, nil, [("client_id", id)]) == nil)
        #expect(await failure(server, Self.basic("\(id):")) == nil)
        let pairs = [("client_id", id), ("client_secret", "x")]
        #expect(await failure(server, nil, pairs) == .otherMethod(usedBasic: false))
        #expect(await failure(server, Self.basic("\(id):x")) == .otherMethod(usedBasic: true))
    }

    @Test func `S-49 an unknown client and a wrong secret read alike`() async throws {
        let server = try Fixture()
        let (id, _) = try confidential(server, "client_secret_basic")
        let unknown = await failure(server, Self.basic("cli_nobody:x"))
        let wrong = await failure(server, Self.basic("\(id):x"))
        #expect(unknown == .unknownClient(usedBasic: true))
        #expect(unknown?.wire == wrong?.wire)
        let unknownPost = await failure(server, nil, [("client_id", "n"), ("client_secret", "x")])
        #expect(unknownPost == .unknownClient(usedBasic: false))
        #expect(unknownPost?.wire.description == wrong?.wire.description)
    }

    @Test(
        arguments: [
            ("Bearer abc", .unsupportedScheme), ("Basic", .unsupportedScheme),
            ("Basic ***", .malformedBasic), ("Basic ", .malformedBasic),
            ("Basic YQ==", .malformedBasic), ("Basic OmI=", .malformedBasic),
            ("Basic YTp-", .malformedBasic), ("", .unsupportedScheme),
        ] as [(String, ClientAuthenticationFailure)]
    )
    func `unreadable headers are refused with a challenge`(
        header: String,
        expected: ClientAuthenticationFailure
    ) async throws {
        let failure = await failure(try Fixture(), header)
        #expect(failure == expected)
        #expect(expected.wire.status == 401 && expected.wire.challengesBasic)
    }

    @Test func `no client, repeated parameters and assertions are refused`() async throws {
        let server = try Fixture()
        let id = try server.clientID()
        #expect(await failure(server, nil) == .noClient)
        #expect(await failure(server, nil, [("client_id", "")]) == .noClient)
        let twice = [("client_id", id), ("client_id", id)]
        #expect(await failure(server, nil, twice) == .repeatedParameter)
        let assertion = [("client_id", id), ("client_assertion", "x.y.z")]
        #expect(await failure(server, nil, assertion) == .badAssertion(.otherAssertionType))
    }

    @Test func `S-74 a disabled client is out, with its secret or without`() async throws {
        let server = try Fixture()
        let id = try server.clientID()
        let client = try await server.client(id)
        let naming = ClientNaming(identifier: id, kind: .dynamic, name: "Test client")
        server.store.change { state in
            state.clients[id] = ClientRecord(
                naming: naming,
                metadata: client.metadata.canonicalJSON,
                secretHash: nil,
                lifetimes: nil,
                createdAt: Timestamp(secondsSinceEpoch: 0),
                disabledAt: Timestamp(secondsSinceEpoch: 1)
            )
        }
        #expect(await failure(server, nil, [("client_id", id)]) == .disabled(usedBasic: false))
        let outcome = await server.begin(Fixture.authorizePairs(id))
        #expect(outcome == .page(.disabledClient(name: "Test client")))
    }
}
