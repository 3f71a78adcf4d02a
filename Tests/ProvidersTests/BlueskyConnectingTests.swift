import HTTP
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("Connecting a Bluesky profile over a real socket", .timeLimit(.minutes(10)))
struct BlueskyConnectingTests {
    @Test(arguments: ["ada.example.com", "@Ada.Example.COM", " ada.example.com "])
    func `an account is found by its handle and lets us in`(handle: String) async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect(handle: handle)
            #expect(offer.account == BlueskyFake.account)
            #expect(offer.name == "Ada Lovelace")
            #expect(offer.handle == "@ada.example.com")
            #expect(offer.connection.endpoint == at.scene.origin)
            #expect(offer.connection.account == BlueskyFake.account)
            let paths = at.fake.state.value.requests.map(\.path)
            #expect(paths.contains("/xrpc/com.atproto.identity.resolveHandle"))
            #expect(paths.contains("/\(BlueskyFake.account)"))
            // The app password is nowhere in what is kept.
            #expect(offer.connection.secret?.exposed.contains(BlueskyFake.password) == false)
        }
    }

    @Test func `a server that the person names is asked directly`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect(server: at.scene.origin)
            #expect(offer.account == BlueskyFake.account)
            let paths = at.fake.state.value.requests.map(\.path)
            #expect(!paths.contains("/xrpc/com.atproto.identity.resolveHandle"))
        }
    }

    @Test func `an account that does not own its handle gets no password`() async throws {
        try await BlueskyScene.with { at in
            at.fake.state.change { $0.known = "somebody.example.com" }
            let refusal = await at.refusal()
            #expect(refusal == .answer("No account has the handle ada.example.com."))
            let paths = at.fake.state.value.requests.map(\.path)
            #expect(!paths.contains("/xrpc/com.atproto.server.createSession"))
        }
    }

    @Test(arguments: ["", "ada", "ada example.com.", "ada..com", "ädä.example.com"])
    func `what is no handle is refused unasked`(handle: String) async throws {
        try await BlueskyScene.with { at in
            guard case .answer? = await at.refusal(handle: handle) else {
                Issue.record("\(handle)")
                return
            }
            #expect(at.fake.state.value.requests.isEmpty)
        }
    }

    @Test(arguments: ["", "hunter2", "abcd-efgh-ijkl", "abcd-efgh-ijkl-mnopq", "abcd efgh ijkl mn"])
    func `a main password is sent nowhere`(password: String) async throws {
        try await BlueskyScene.with { at in
            guard case .answer(let text)? = await at.refusal(password: password) else {
                Issue.record("\(password)")
                return
            }
            #expect(text.contains("app password"))
            #expect(at.fake.state.value.requests.isEmpty)
        }
    }

    @Test func `a wrong app password is told`() async throws {
        try await BlueskyScene.with { at in
            let refusal = await at.refusal(password: "aaaa-bbbb-cccc-dddd")
            #expect(
                refusal == .answer("The server does not know this handle and app password.")
            )
        }
    }

    @Test(
        arguments: [
            ("did:plc:abc", "https://plc.directory/did:plc:abc"),
            ("did:web:a.example", "https://a.example/.well-known/did.json"),
            ("did:web:a.example:b", nil), ("did:plc:../x", nil), ("did:key:abc", nil), ("x", nil),
        ] as [(String, String?)]
    )
    func `an identifier leads to its document`(account: String, address: String?) async throws {
        try await BlueskyScene.with { at in
            let directory = BlueskyDirectory(
                network: at.scene.surroundings.network,
                directory: BlueskyProvider.Directory()
            )
            #expect(directory.documentAddress(of: account) == address)
        }
    }
}

/// A server, a connector, and what a person writes.
struct BlueskyScene {
    let fake: BlueskyFake
    let scene: NetworkScene
    let secrets: MemorySecrets
    let provider: BlueskyProvider

    static func with(_ body: (BlueskyScene) async throws -> Void) async throws {
        let fake = BlueskyFake()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            var directory = BlueskyProvider.Directory()
            directory.resolver = scene.origin
            directory.identifiers = scene.origin
            let secrets = MemorySecrets(nil)
            let provider = BlueskyProvider(
                scene.surroundings,
                secrets: secrets,
                directory: directory
            )
            try await body(
                BlueskyScene(fake: fake, scene: scene, secrets: secrets, provider: provider)
            )
        }
    }

    func begin(_ handle: String, _ password: String, _ server: String) async -> ConnectionBeginning
    {
        await provider.begin(
            ConnectionAnswers(server: server, account: handle, password: SecretText(password)),
            ConnectionJourney(state: SecretText("s"), callback: "https://auth.example.com/back")
        )
    }

    /// Connects the account, and keeps what proves it.
    func connect(
        handle: String = "ada.example.com",
        server: String = ""
    ) async throws -> ProfileOffer {
        guard case .permitted(let offers) = await begin(handle, BlueskyFake.password, server),
            let offer = offers.first
        else { throw Unexpected(what: "no permission") }
        secrets.held.change { $0 = offer.connection }
        return offer
    }

    func refusal(
        handle: String = "ada.example.com",
        password: String = BlueskyFake.password
    ) async -> ConnectionRefusal? {
        guard case .refused(let refusal) = await begin(handle, password, "") else { return nil }
        return refusal
    }
}
