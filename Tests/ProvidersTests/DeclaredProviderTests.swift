import HTTP
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("A network that the operator declares, over a real socket", .timeLimit(.minutes(10)))
struct DeclaredProviderTests {
    private static let callback = "https://auth.example.com/account/connect/callback"

    /// A declared network, its connector, and what proves a profile.
    private struct Declared {
        let fake: DeclaredFake
        let provider: DeclaredProvider
        let secrets: MemorySecrets
        let scene: NetworkScene

        func connect() async throws -> [ProfileOffer] {
            let journey = ConnectionJourney(state: SecretText("s"), callback: callback)
            guard
                case .visit(let url, let pending) = await provider.begin(
                    ConnectionAnswers(),
                    journey
                ), let code = fake.permit(url, redirect: callback)
            else { throw Unexpected(what: "no permission") }
            let offers = try await provider.complete(
                SecretText(code),
                pending,
                callback: callback
            ).get()
            secrets.held.change { $0 = offers.first?.connection }
            return offers
        }

        func offer() async throws -> ProfileOffer {
            guard let offer = try await connect().first else { throw Unexpected(what: "none") }
            return offer
        }
    }

    private func declared(
        keepsKeys: Bool = false,
        _ body: (Declared) async throws -> Void
    ) async throws {
        let fake = DeclaredFake()
        try await NetworkScene.with(fake) { scene in
            let text = DeclaredFake.declaration(scene.origin, keepsKeys: keepsKeys)
            let networks = try ProviderFile.read(Array(text.utf8)) { place in
                place == .variable("SECRET") ? SecretText("s:cret") : nil
            }
            let secrets = MemorySecrets(nil)
            let provider = DeclaredProvider(
                try #require(networks.first),
                scene.surroundings,
                secrets: secrets
            )
            try await body(
                Declared(fake: fake, provider: provider, secrets: secrets, scene: scene)
            )
        }
    }

    @Test func `a person comes back with their profiles`() async throws {
        try await declared { at in
            let offers = try await at.connect()
            #expect(offers.map(\.account) == ["7", "8"])
            #expect(offers.map(\.handle) == ["ada", "shop"])
            #expect(offers.allSatisfy { $0.network == .x && $0.limits?.maximumLength == 140 })
            #expect(at.provider.authProvider == "somebody")
        }
    }

    @Test(arguments: [nil, "https://a.example"] as [String?])
    func `only a declared issuer may name itself`(issuer: String?) async throws {
        let member = issuer.map { "\"issuer\": \"\($0)\"," } ?? ""
        let text = DeclaredFake.declaration("https://a.example")
            .replacing(#""scopes""#, with: "\(member)\"scopes\"")
        let networks = try ProviderFile.read(Array(text.utf8)) { _ in SecretText("s") }
        let network = try #require(networks.first)
        try await NetworkScene.with(DeclaredFake()) { scene in
            let provider = DeclaredProvider(
                network,
                scene.surroundings,
                secrets: MemorySecrets(nil)
            )
            let journey = ConnectionJourney(state: SecretText("s"), callback: Self.callback)
            guard
                case .visit(_, let pending) = await provider.begin(ConnectionAnswers(), journey)
            else { throw Unexpected(what: "no visit") }
            #expect(pending.admits(issuer: nil) == (issuer == nil))
            #expect(pending.admits(issuer: "https://a.example") == (issuer != nil))
            #expect(!pending.admits(issuer: "https://b.example"))
        }
    }

    @Test(arguments: [0, 2])
    func `files are uploaded, waited for and named in the post`(looks: Int) async throws {
        try await declared { at in
            let offer = try await at.offer()
            at.fake.state.change { $0.processing = looks }
            let media = [Publications.png, Array("GIF89a!".utf8)]
            let outcome = await at.provider.publish(
                try Publications.make("Two", to: offer, media: media)
            )
            #expect(outcome == .published(url: "https://x.example/7/p0"))
            let post = try #require(at.fake.state.value.posts.first)
            #expect(post["media"]?["ids"] == ["m0", "m1"])
            #expect(post["each"] == [["id": "m0"], ["id": "m1"]])
            #expect(at.fake.state.value.uploads["m0"]?.bytes == Publications.png)
        }
    }

    @Test func `a file that the network cannot work on ends the post`() async throws {
        try await declared { at in
            let offer = try await at.offer()
            at.fake.state.change { $0.accident = .uploadFails }
            let outcome = await at.provider.publish(
                try Publications.make("x", to: offer, media: [Publications.png])
            )
            guard case .refused("media_processing", _) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(at.fake.state.value.posts.isEmpty)
        }
    }

    @Test(arguments: [DeclaredFake.Accident.lostAfterStoring, .serverErrorAfterStoring])
    func `without keys a lost answer is never asked for again`(
        accident: DeclaredFake.Accident
    ) async throws {
        try await declared { at in
            let offer = try await at.offer()
            at.fake.state.change { $0.accident = accident }
            let publication = try Publications.make("Once", to: offer)
            guard case .unknown = await at.provider.publish(publication) else {
                Issue.record("the outcome is not known")
                return
            }
            guard case .unknown = await at.provider.publish(Publications.again(publication)) else {
                Issue.record("the outcome is still not known")
                return
            }
            #expect(at.fake.state.value.posts.count == 1)
        }
    }

    @Test func `with keys it is asked again and publishes once`() async throws {
        try await declared(keepsKeys: true) { at in
            let offer = try await at.offer()
            at.fake.state.change { $0.accident = .lostAfterStoring }
            let publication = try Publications.make("Once", to: offer)
            guard case .uncertain = await at.provider.publish(publication) else {
                Issue.record("a lost answer leaves doubt")
                return
            }
            let outcome = await at.provider.publish(Publications.again(publication))
            #expect(outcome == .published(url: "https://x.example/7/p0"))
            #expect(at.fake.state.value.posts.count == 1)
        }
    }

    @Test func `a token that is about to end is renewed before`() async throws {
        try await declared { at in
            let offer = try await at.offer()
            at.scene.clock.advance(seconds: 7_150)
            let outcome = await at.provider.publish(try Publications.make("x", to: offer))
            #expect(outcome == .published(url: "https://x.example/7/p0"))
            let secret = try #require(at.secrets.held.value?.secret)
            #expect(NetworkCredentials(secret)?.access.exposed == "access-1")
            #expect(NetworkCredentials(secret)?.refresh?.exposed == "refresh-1")
        }
    }

    @Test func `a token that is not accepted is renewed, once`() async throws {
        try await declared { at in
            let offer = try await at.offer()
            at.fake.state.change { $0.access = [] }
            let outcome = await at.provider.publish(try Publications.make("x", to: offer))
            #expect(outcome == .published(url: "https://x.example/7/p0"))
            at.fake.state.change { state in
                state.access = []
                state.refresh = []
            }
            let renewed = ProfileOffer(
                network: .x,
                account: "7",
                name: "Ada",
                handle: "ada",
                connection: try #require(at.secrets.held.value)
            )
            guard
                case .shutOut = await at.provider.publish(
                    try Publications.make("y", to: renewed, key: "pg_2.spr_1.1")
                )
            else {
                Issue.record("the permission has ended")
                return
            }
            #expect(at.fake.state.value.posts.count == 1)
        }
    }

    @Test func `a network says in its own way that a token has ended`() async throws {
        try await declared { at in
            let offer = try await at.offer()
            at.fake.state.change { state in
                state.accident = .codeOfAnEndedToken
                state.refresh = []
            }
            let outcome = await at.provider.publish(try Publications.make("x", to: offer))
            guard case .shutOut = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(at.fake.state.value.posts.isEmpty)
        }
    }

    @Test func `a rate limit is waited for`() async throws {
        try await declared { at in
            let offer = try await at.offer()
            at.fake.state.change { $0.accident = .rateLimited }
            let outcome = await at.provider.publish(try Publications.make("x", to: offer))
            guard case .busy("rate_limited", _, 77) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            let again = await at.provider.publish(try Publications.make("x", to: offer))
            #expect(again == .published(url: "https://x.example/7/p0"))
        }
    }
}
