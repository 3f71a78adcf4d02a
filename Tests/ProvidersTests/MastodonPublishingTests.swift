import HTTP
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("Publishing to Mastodon over a real socket", .timeLimit(.minutes(10)))
struct MastodonPublishingTests {
    /// A connected profile at a server.
    private struct Connected {
        let fake: MastodonFake
        let provider: MastodonProvider
        let offer: ProfileOffer
        let scene: NetworkScene
    }

    private func connected(_ body: (Connected) async throws -> Void) async throws {
        let fake = MastodonFake()
        try await NetworkScene.with(fake) { scene in
            fake.origin.change { $0 = scene.origin }
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let offer = try await fake.connect(provider, scene.origin)
            try await body(
                Connected(fake: fake, provider: provider, offer: offer, scene: scene)
            )
        }
    }

    @Test func `a text goes out under its key`() async throws {
        try await connected { at in
            let outcome = await at.provider.publish(try Publications.make("Hello", to: at.offer))
            #expect(outcome == .published(url: "https://mastodon.example/@ada/100"))
            let request = at.fake.state.value.requests.last { $0.path == "/api/v1/statuses" }
            #expect(request?.field("Idempotency-Key") == "pg_1.spr_1.1")
            #expect(request?.field("Authorization") == "Bearer token-0")
            #expect(request?.field("User-Agent")?.hasPrefix("Wayleave/") == true)
            #expect(at.fake.state.value.statuses.map(\.text) == ["Hello"])
        }
    }

    @Test(arguments: [0, 1, 3])
    func `files are uploaded and waited for`(looks: Int) async throws {
        try await connected { at in
            at.fake.state.change { $0.processing = looks }
            let media = [Publications.png, Array("GIF89a!".utf8)]
            let outcome = await at.provider.publish(
                try Publications.make("Look", to: at.offer, media: media)
            )
            #expect(outcome == .published(url: "https://mastodon.example/@ada/100"))
            #expect(at.fake.state.value.statuses.first?.media == ["media-0", "media-1"])
            #expect(at.fake.state.value.media["media-0"]?.bytes == Publications.png)
        }
    }

    @Test(arguments: [MastodonFake.Accident.lostAfterStoring, .badGatewayAfterStoring])
    func `an answer that was lost is fetched again under the same key`(
        accident: MastodonFake.Accident
    ) async throws {
        try await connected { at in
            at.fake.state.change { $0.accident = accident }
            let publication = try Publications.make("Once", to: at.offer)
            guard case .uncertain = await at.provider.publish(publication) else {
                Issue.record("a lost answer leaves doubt")
                return
            }
            let outcome = await at.provider.publish(Publications.again(publication))
            #expect(outcome == .published(url: "https://mastodon.example/@ada/100"))
            #expect(at.fake.state.value.statuses.count == 1)
        }
    }

    @Test func `when the server has forgotten the key, its own list tells`() async throws {
        try await connected { at in
            at.fake.state.change { $0.accident = .lostAfterStoring }
            let publication = try Publications.make("Once", to: at.offer)
            _ = await at.provider.publish(publication)
            at.fake.state.change { $0.keys = [:] }
            at.scene.clock.advance(seconds: 7_200)
            let outcome = await at.provider.publish(Publications.again(publication))
            #expect(outcome == .published(url: "https://mastodon.example/@ada/100"))
            #expect(at.fake.state.value.statuses.count == 1)
        }
    }

    @Test func `what the server's list does not hold is published after all`() async throws {
        try await connected { at in
            let publication = try Publications.make("Late", to: at.offer)
            at.scene.clock.advance(seconds: 7_200)
            let outcome = await at.provider.publish(Publications.again(publication))
            #expect(outcome == .published(url: "https://mastodon.example/@ada/100"))
            #expect(at.fake.state.value.statuses.map(\.text) == ["Late"])
        }
    }

    @Test func `a rate limit is waited for`() async throws {
        try await connected { at in
            at.fake.state.change { $0.accident = .rateLimited }
            let outcome = await at.provider.publish(try Publications.make("Hello", to: at.offer))
            guard case .busy("rate_limited", _, let wait) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(wait == 91)
            #expect(at.fake.state.value.statuses.isEmpty)
        }
    }

    @Test func `a token that was taken back shuts the profile out`() async throws {
        try await connected { at in
            at.fake.state.change { $0.accident = .revoked }
            let outcome = await at.provider.publish(try Publications.make("Hello", to: at.offer))
            guard case .shutOut(let message) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(message.contains("The access token was revoked"))
            #expect(!message.contains("token-0"))
        }
    }

    @Test func `a text that is too long is refused with the server's reason`() async throws {
        try await connected { at in
            let long = String(repeating: "a", count: 501)
            let outcome = await at.provider.publish(try Publications.make(long, to: at.offer))
            guard case .refused("refused", let message) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(message.contains("Text character limit of 500 exceeded"))
        }
    }

    @Test func `a profile without a token is shut out, and nobody is asked`() async throws {
        let fake = MastodonFake()
        try await NetworkScene.with(fake) { scene in
            let provider = MastodonProvider(scene.surroundings, apps: MemoryApps())
            let offer = ProfileOffer(
                network: .mastodon,
                account: "42",
                name: "Ada",
                handle: "@ada",
                connection: ProfileConnection(endpoint: scene.origin, secret: nil)
            )
            guard case .shutOut = await provider.publish(try Publications.make("x", to: offer))
            else {
                Issue.record("not connected")
                return
            }
        }
        #expect(fake.state.value.requests.isEmpty)
    }
}
