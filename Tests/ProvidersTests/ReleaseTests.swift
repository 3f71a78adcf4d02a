import HTTP
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("Giving a permission back to its network", .timeLimit(.minutes(10)))
struct ReleaseTests {
    private static let callback = MastodonConnectingTests.callback

    @Test(arguments: [true, false])
    func `Mastodon revokes the token`(describesItself: Bool) async throws {
        let fake = MastodonFake()
        fake.state.change { $0.describesItself = describesItself }
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let offer = try await fake.connect(provider, scene.origin)
            let other = try await fake.connect(provider, scene.origin)
            let secrets = [other.connection.secret].compactMap { $0 }
            let said = await provider.release(
                offer.connection,
                others: secrets,
                callback: Self.callback
            )
            #expect(said == .ended)
            #expect(fake.state.value.tokens.keys.sorted() == ["token-1"])
        }
    }

    @Test func `a token that another profile lives by is kept`() async throws {
        let fake = MastodonFake()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let offer = try await fake.connect(provider, scene.origin)
            let secret = try #require(offer.connection.secret)
            let said = await provider.release(
                offer.connection,
                others: [secret],
                callback: Self.callback
            )
            #expect(said == .shared)
            #expect(fake.state.value.tokens.count == 1)
        }
    }

    @Test func `a server that does not know us any more is told as a failure`() async throws {
        let fake = MastodonFake()
        let apps = MemoryApps()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: apps)
            let offer = try await fake.connect(provider, scene.origin)
            func release() async -> ConnectionRelease {
                await provider.release(offer.connection, others: [], callback: Self.callback)
            }
            fake.state.change { $0.clients = [:] }
            #expect(await release() == .failed)
            apps.apps.change { $0 = [:] }
            #expect(await release() == .failed)
        }
    }

    @Test func `Bluesky ends the session, and one that is over counts as ended`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            for _ in 0..<2 {
                let said = await at.provider.release(offer.connection, others: [], callback: "")
                #expect(said == .ended)
                #expect(at.fake.state.value.refresh.isEmpty)
            }
        }
    }

    @Test(arguments: [true, false])
    func `a declared network revokes where its file says where`(isDeclared: Bool) async throws {
        let fake = DeclaredFake()
        try await NetworkScene.with(fake) { scene in
            var text = DeclaredFake.declaration(scene.origin, keepsKeys: false)
            if isDeclared {
                let address = "\(scene.origin)/revoke"
                text = text.replacing(#""token": {"#, with: #""token": {"revoke": "\#(address)","#)
            }
            let networks = try ProviderFile.read(Array(text.utf8)) { _ in SecretText("s:cret") }
            let provider = DeclaredProvider(
                try #require(networks.first),
                scene.surroundings,
                secrets: MemorySecrets(nil)
            )
            fake.state.change { $0.refresh = ["refresh-0", "refresh-1"] }
            let held = NetworkCredentials(
                access: SecretText("access-0"),
                refresh: SecretText("refresh-0")
            )
            let connection = ProfileConnection(
                endpoint: scene.origin + "/token",
                secret: held.text,
                account: "7"
            )
            func release(_ others: [SecretText] = []) async -> ConnectionRelease {
                await provider.release(connection, others: others, callback: "")
            }
            guard isDeclared else {
                #expect(await release() == .unsupported)
                return
            }
            // Renewed separately since, the two still live by one refresh token.
            let sibling = NetworkCredentials(
                access: SecretText("access-9"),
                refresh: SecretText("refresh-0")
            )
            #expect(await release([sibling.text]) == .shared)
            #expect(await release() == .ended)
            #expect(fake.state.value.refresh == ["refresh-1"])
        }
    }
}
