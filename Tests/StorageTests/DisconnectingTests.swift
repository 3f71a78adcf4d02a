import Cryptography
import Directory
import JSON
import OAuth
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

@Suite("A disconnected profile")
struct DisconnectingTests {
    private struct Scene {
        let fixture: Fixture
        let tables: PublishingTable
        let profile: SocialProfile

        static let vault = SealingKey([UInt8](repeating: 7, count: 32))
        static let secret = SecretText("what nobody may find again")

        init() async throws {
            fixture = try await Fixture()
            tables = fixture.store.publishing(.local, vault: Self.vault)
            let document: JSONValue = [
                "format": "wayleave-workspace-content", "version": 1,
                "profiles": [["key": "d", "provider": "demo", "name": "N", "handle": "@n"]],
                "workflows": [
                    [
                        "name": "W",
                        "steps": [
                            ["do": "create_draft", "caption": "x", "profiles": ["d"]],
                            ["do": "publish"],
                        ],
                    ]
                ],
                "posts": [
                    [
                        "caption": "Soon", "status": "SCHEDULED", "scheduledAt": "+2d",
                        "profiles": [["profile": "d"]],
                    ]
                ],
            ]
            let content = try ContentReader.read(
                document,
                ItemIdentifiers(random: fixture.random),
                now: fixture.clock.now()
            )
            _ = try await tables.add(content, to: Self.server(fixture))
            profile = try await tables.connect(
                [Self.offer()],
                ItemIdentifiers(random: fixture.random),
                in: Self.server(fixture)
            )[0]
        }

        static func offer() -> ProfileOffer {
            ProfileOffer(
                network: .demo,
                account: "42",
                name: "N",
                handle: "@n",
                connection: ProfileConnection(
                    endpoint: "https://demo.example",
                    secret: secret,
                    account: "42"
                )
            )
        }

        static func server(_ fixture: Fixture) -> WorkspaceAccess {
            WorkspaceAccess(
                identifier: fixture.studio.identifier,
                name: "Studio",
                actor: .server
            )
        }

        func access(_ workspace: Workspace) -> WorkspaceAccess {
            WorkspaceAccess(
                identifier: workspace.identifier,
                name: workspace.name,
                actor: .person(fixture.ada.identifier, needing: ["social_profiles:connect"])
            )
        }

        func shown() async throws -> SocialProfile? {
            let page = PageRequest(limit: 10)
            return try await tables.profiles(on: nil, page, in: Self.server(fixture)).items.first
        }
    }

    @Test func `its secret is erased, its state is shown, and it is in the log`() async throws {
        let scene = try await Scene()
        let access = scene.access(scene.fixture.studio)
        let found = try await scene.tables.dependents(of: scene.profile.identifier, in: access)
        #expect(found.scheduledPosts == 1 && found.workflows == 1)
        let left = try await scene.tables.disconnect(scene.profile.identifier, in: access)
        #expect(left.connection?.secret?.exposed == Scene.secret.exposed)
        #expect(left.others.isEmpty)
        #expect(left.profile.status == .disconnected)
        #expect(try await scene.shown()?.status == .disconnected)
        let kept = try await scene.tables.connection(of: scene.profile.identifier)
        #expect(kept?.secret == nil)
        let events = try scene.fixture.store.audit.events(after: 0, limit: 1_000)
            .filter { $0.event.kind == .profileDisconnected }
        #expect(events.map(\.event.person) == [scene.fixture.ada.identifier])
        #expect(events.map(\.event.detail) == ["demo @n"])
    }

    @Test func `a second time there is nothing to disconnect`() async throws {
        let scene = try await Scene()
        let access = scene.access(scene.fixture.studio)
        _ = try await scene.tables.disconnect(scene.profile.identifier, in: access)
        for profile in [scene.profile.identifier, "spr_unknown"] {
            let fault = PublishingFault.unknown(.profile, identifier: profile)
            await #expect(throws: fault) {
                try await scene.tables.disconnect(profile, in: access)
            }
        }
    }

    @Test func `only an owner of its own workspace disconnects it`() async throws {
        let scene = try await Scene()
        let fixture = scene.fixture
        let profile = scene.profile.identifier
        for workspace in [fixture.coffee, fixture.atlas] {
            await #expect(throws: PublishingFault.accessEnded) {
                try await scene.tables.disconnect(profile, in: scene.access(workspace))
            }
        }
        // An owner elsewhere does not reach it by its identifier.
        try await fixture.store.workspaces.setRole(
            .owner,
            of: fixture.ada.key,
            in: fixture.coffee.key,
            at: fixture.clock.now()
        )
        await #expect(throws: PublishingFault.unknown(.profile, identifier: profile)) {
            try await scene.tables.disconnect(profile, in: scene.access(fixture.coffee))
        }
        _ = try await fixture.store.workspaces.remove(fixture.ada.key, from: fixture.studio.key)
        await #expect(throws: PublishingFault.accessEnded) {
            try await scene.tables.disconnect(profile, in: scene.access(fixture.studio))
        }
        #expect(try await scene.shown()?.status == .connected)
    }

    @Test func `a scheduled post fails there with the reason`() async throws {
        let scene = try await Scene()
        let access = scene.access(scene.fixture.studio)
        _ = try await scene.tables.disconnect(scene.profile.identifier, in: access)
        scene.fixture.clock.advance(seconds: 3 * 86_400)
        let begun = try await scene.tables.beginDue(limit: 5, leaseInSeconds: 60)
        #expect(begun.isEmpty)
        let server = Scene.server(scene.fixture)
        let post = try #require(try await scene.tables.content(of: server).posts.first)
        #expect(post.status == .failed)
        guard case .failed(let code, let message)? = post.targets[0].attempts.last?.outcome else {
            Issue.record("\(post)")
            return
        }
        #expect(code == "profile_disconnected")
        #expect(message.contains("was disconnected"))
    }

    @Test func `connected again it is the same profile, ready to publish`() async throws {
        let scene = try await Scene()
        let access = scene.access(scene.fixture.studio)
        _ = try await scene.tables.disconnect(scene.profile.identifier, in: access)
        // What a network or a renewal that comes late says of it changes nothing.
        let secret = Scene.secret
        #expect(
            try await !scene.tables.renew(scene.profile.identifier, from: secret, to: secret)
        )
        try await scene.tables.expire(scene.profile.identifier, holding: nil)
        #expect(try await scene.shown()?.status == .disconnected)
        let again = try await scene.tables.connect(
            [Scene.offer()],
            ItemIdentifiers(random: scene.fixture.random),
            in: Scene.server(scene.fixture)
        )
        #expect(again.map(\.identifier) == [scene.profile.identifier])
        #expect(try await scene.shown()?.status == .connected)
    }

    @Test func `an export says so, and an import brings it back as it was`() async throws {
        let scene = try await Scene()
        let access = scene.access(scene.fixture.studio)
        _ = try await scene.tables.disconnect(scene.profile.identifier, in: access)
        let server = Scene.server(scene.fixture)
        let document = try await scene.tables.content(of: server).document
        let content = try ContentReader.read(
            document,
            ItemIdentifiers(random: scene.fixture.random),
            now: scene.fixture.clock.now()
        )
        let other = WorkspaceAccess(
            identifier: scene.fixture.coffee.identifier,
            name: "Coffee",
            actor: .server
        )
        _ = try await scene.tables.add(content, to: other)
        let page = PageRequest(limit: 10)
        let copied = try await scene.tables.profiles(on: nil, page, in: other).items
        #expect(copied.map(\.status) == [.disconnected])
    }

    @Test func `another profile that is reached in the same place is named`() async throws {
        let scene = try await Scene()
        let coffee = WorkspaceAccess(
            identifier: scene.fixture.coffee.identifier,
            name: "Coffee",
            actor: .server
        )
        _ = try await scene.tables.connect(
            [Scene.offer()],
            ItemIdentifiers(random: scene.fixture.random),
            in: coffee
        )
        let access = scene.access(scene.fixture.studio)
        let left = try await scene.tables.disconnect(scene.profile.identifier, in: access)
        #expect(left.others.map(\.exposed) == [Scene.secret.exposed])
    }
}
