import HTTP
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("Connecting a Mastodon profile over a real socket", .timeLimit(.minutes(10)))
struct MastodonConnectingTests {
    static let callback = "https://auth.example.com/account/connect/callback"

    @Test(arguments: [true, false])
    func `a person is sent to their server and comes back with a profile`(
        describesItself: Bool
    ) async throws {
        let fake = MastodonFake()
        fake.state.change { $0.describesItself = describesItself }
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let offer = try await fake.connect(provider, scene.origin)
            #expect(offer.account == "42")
            #expect(offer.name == "Ada Lovelace")
            let host = scene.origin.dropFirst("http://".count)
            #expect(offer.handle == "@ada@\(host)")
            #expect(offer.connection.endpoint == scene.origin)
            #expect(offer.limits?.maximumLength == 500)
            #expect(offer.limits?.maximumImageBytes == 16_777_216)
            let redeemed = fake.state.value.requests.first { $0.path == "/oauth/token" }
            #expect((redeemed?.form?.only("code_verifier").value != nil) == describesItself)
        }
    }

    @Test func `a server is asked to register us once for one redirect URI`() async throws {
        let fake = MastodonFake()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            _ = try await fake.connect(provider, scene.origin)
            _ = try await fake.connect(provider, scene.origin)
            #expect(fake.state.value.clients.count == 1)
            _ = try await fake.connect(provider, scene.origin, callback: "https://b.example/back")
            #expect(fake.state.value.clients.count == 2)
        }
    }

    @Test func `a registration that the server has forgotten is made again`() async throws {
        let fake = MastodonFake()
        let apps = MemoryApps()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: apps)
            let (back, pending) = try await fake.visit(provider, scene.origin)
            fake.state.change { $0.clients = [:] }
            let code = try #require(fake.code(in: back))
            let result = await provider.complete(code, pending, callback: Self.callback)
            #expect(throws: ConnectionRefusal.expired) { try result.get() }
            #expect(apps.apps.value.isEmpty)
            _ = try await fake.connect(provider, scene.origin)
        }
    }

    @Test func `a code is good once, with its verifier and redirect URI`() async throws {
        let fake = MastodonFake()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let (back, pending) = try await fake.visit(provider, scene.origin)
            let code = try #require(fake.code(in: back))
            let other = PendingAuthorization(
                endpoint: pending.endpoint,
                verifier: SecretText(String(repeating: "a", count: 43)),
                issuer: pending.issuer
            )
            let wrong = await provider.complete(code, other, callback: Self.callback)
            #expect(throws: ConnectionRefusal.expired) { try wrong.get() }
            let right = await provider.complete(code, pending, callback: Self.callback)
            #expect(try right.get().count == 1)
            let again = await provider.complete(code, pending, callback: Self.callback)
            #expect(throws: ConnectionRefusal.expired) { try again.get() }
        }
    }

    @Test func `the answer of another issuer is not taken`() {
        let pending = PendingAuthorization(
            endpoint: "https://a.example",
            verifier: nil,
            issuer: "https://a.example/",
            namesItself: true
        )
        #expect(pending.admits(issuer: "https://a.example/"))
        #expect(!pending.admits(issuer: "https://a.example"))
        #expect(!pending.admits(issuer: "https://b.example/"))
        #expect(!pending.admits(issuer: nil))
    }

    @Test(
        arguments: [
            "", "not a server", "10.0.0.1", "https://10.0.0.1", "http://[::1]",
            "mastodon.internal", "https://user@mastodon.social", "mastodon.social:22",
        ]
    )
    func `an address that is not a public server's is refused unasked`(
        server: String
    ) async throws {
        let fake = MastodonFake()
        try await NetworkScene.with(fake) { scene in
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let beginning = await provider.begin(
                ConnectionAnswers(server: server),
                ConnectionJourney(state: SecretText("s"), callback: Self.callback)
            )
            guard case .refused(.answer(let text)) = beginning else {
                Issue.record("\(beginning)")
                return
            }
            #expect(!text.isEmpty)
        }
        #expect(fake.state.value.requests.isEmpty)
    }

    @Test(
        arguments: [
            ("mastodon.social", "https://mastodon.social"),
            ("  Mastodon.Social/ ", "https://mastodon.social"),
            ("https://mastodon.social/@ada", "https://mastodon.social"),
            ("@ada@mastodon.social", "https://mastodon.social"),
            ("ada@mastodon.social", "https://mastodon.social"),
        ]
    )
    func `an address is read as people write it`(text: String, origin: String) async throws {
        try await NetworkScene.with(MastodonFake()) { scene in
            #expect(
                ServerAddress.origin(text, for: scene.surroundings.network.client) == origin
            )
        }
    }

    @Test func `the description of another server is not followed`() {
        let json: JSONValue = [
            "issuer": "https://a.example/", "token_endpoint": "https://b.example/token",
        ]
        #expect(MastodonServer(described: json, at: "https://a.example") == nil)
        #expect(
            MastodonServer(described: ["issuer": "https://b.example/"], at: "https://a.example")
                == nil
        )
    }

    @Test func `a permission without publishing is told`() async throws {
        let fake = MastodonFake()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let (back, pending) = try await fake.visit(provider, scene.origin)
            fake.state.change { $0.clients["client-0"]?.scopes = "read:accounts" }
            let code = try #require(fake.code(in: back))
            let result = await provider.complete(code, pending, callback: Self.callback)
            #expect(throws: ConnectionRefusal.refused("The permission to publish was not given.")) {
                try result.get()
            }
        }
    }
}

extension MastodonFake {
    func visit(
        _ provider: MastodonProvider,
        _ server: String,
        callback: String = MastodonConnectingTests.callback
    ) async throws -> (back: String, pending: PendingAuthorization) {
        let beginning = await provider.begin(
            ConnectionAnswers(server: server),
            ConnectionJourney(state: SecretText("state-1"), callback: callback)
        )
        guard case .visit(let url, let pending) = beginning else {
            throw Unexpected(what: "\(beginning)")
        }
        guard let back = permit(url) else { throw Unexpected(what: "no permission at \(url)") }
        return (back, pending)
    }

    func code(in address: String) -> SecretText? {
        guard let query = AbsoluteURL(address)?.query,
            let fields = try? FormDecoder.decode(Array(query.utf8)),
            fields.only("state").value == "state-1"
        else { return nil }
        return fields.only("code").value.map(SecretText.init(_:))
    }

    func connect(
        _ provider: MastodonProvider,
        _ server: String,
        callback: String = MastodonConnectingTests.callback
    ) async throws -> ProfileOffer {
        let (back, pending) = try await visit(provider, server, callback: callback)
        guard let code = code(in: back) else { throw Unexpected(what: back) }
        let offers = try await provider.complete(code, pending, callback: callback).get()
        guard let offer = offers.first else { throw Unexpected(what: "no offer") }
        return offer
    }
}

/// Something that a test did not foresee.
struct Unexpected: Error {
    let what: String
}
