import Database
import Directory
import JSON
import OAuth
import Primitives
import Publishing
import Storage
import TestSupport
import Testing

/// What may end while a campaign is under way.
enum Ending: Sendable, CaseIterable {
    case grant, role, membership, workspace, person
}

/// A workspace in which ada's client begins campaigns.
struct CampaignScene: Sendable {
    let fixture: Fixture
    let access: WorkspaceAccess
    private let grant: Grant
    private let content: WorkspaceContent

    init() async throws {
        fixture = try await Fixture()
        grant = try await fixture.redeemedGrant()
        access = WorkspaceAccess(
            identifier: fixture.studio.identifier,
            name: fixture.studio.name,
            actor: .caller(
                Caller(
                    person: fixture.ada.identifier,
                    client: "dyn_example",
                    clientName: "Example",
                    grant: grant.identifier,
                    scopes: ["posts:write"]
                )
            )
        )
        let document: JSONValue = [
            "format": "wayleave-workspace-content", "version": 1,
            "profiles": [["key": "d", "provider": "demo", "name": "N", "handle": "@n"]],
            "hashtagLibraries": [["key": "l", "name": "Craft", "hashtags": ["#oak"]]],
        ]
        content = try ContentReader.read(
            document,
            ItemIdentifiers(random: fixture.random),
            now: fixture.clock.now()
        )
        _ = try await tables.add(content, to: access)
    }

    var tables: PublishingTable { fixture.store.publishing(.local) }

    func brief(count: Int) -> CampaignBrief {
        var request = DraftRequest(
            prompt: "The workshop opens its doors on 6 December from 10 to 16. Entry is free."
        )
        request.profiles = content.profiles.map(\.identifier)
        request.hashtagLibrary = content.hashtagLibraries.first?.identifier
        var brief = CampaignBrief(request)
        brief.count = count
        return brief
    }

    func begin(_ identifier: String = "cmp_1", count: Int) async throws {
        _ = try await tables.begin(
            brief(count: count),
            as: identifier,
            WriteTicket(key: nil) { _ in [:] },
            in: access
        )
    }

    /// A scheduler whose posts the real generators write, unless a test brings a writer.
    func scheduler(_ writer: (any CampaignWriter)? = nil) -> Scheduler {
        let identifiers = ItemIdentifiers(random: fixture.random)
        let drafting = Drafting(
            stores: Drafting.Stores(posts: tables, brand: tables, budget: tables),
            generators: .embedded,
            identifiers: identifiers
        )
        return Scheduler(
            publisher: Publisher(store: tables, providers: [:], log: SilentLog()),
            campaigns: CampaignEngine(
                store: tables,
                writer: writer ?? CampaignDrafter(drafting: drafting),
                identifiers: identifiers,
                log: SilentLog()
            ),
            clock: fixture.clock,
            log: SilentLog()
        )
    }

    func campaign(_ identifier: String = "cmp_1") async throws -> Campaign {
        try await tables.campaign(identifier, in: access)
    }

    func posts() async throws -> [PostGroup] {
        try await tables.content(of: access).posts
    }

    func take(drafts count: Int) async throws {
        _ = try await tables.take(count, of: 100, in: access)
    }

    func draftsUsed() throws -> Int {
        try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT used FROM draft_budgets") { Int($0.integer(0)) } ?? 0
        }
    }

    func end(_ ending: Ending) async throws {
        let (store, studio, ada) = (fixture.store, fixture.studio.key, fixture.ada.key)
        let now = fixture.clock.now()
        switch ending {
        case .grant:
            _ = try await store.grants.update(grant.key) { grant, _ in
                grant.revocation = Revocation(at: now, by: .person, reason: .endedByPerson)
            }
        case .role: try await store.workspaces.setRole(.viewer, of: ada, in: studio, at: now)
        case .membership: _ = try await store.workspaces.remove(ada, from: studio)
        case .workspace: try await store.workspaces.setArchived(studio, at: now)
        case .person: try await store.people.setDisabled(ada, at: now)
        }
    }
}

/// Answers as its script says, the last line for good, and keeps which posts it was asked for.
final class ScriptedWriter: CampaignWriter {
    enum Line: Sendable {
        case written, foreignProfile, refused
        case busy(Int64?)
    }

    let asked = Shared<[Int]>([])
    private let script: [Line]
    private let meanwhile: (@Sendable () async throws -> Void)?

    init(_ script: [Line], meanwhile: (@Sendable () async throws -> Void)? = nil) {
        self.script = script
        self.meanwhile = meanwhile
    }

    func write(_ task: CampaignTask) async -> CampaignOutcome {
        asked.change { $0.append(task.position) }
        do {
            try await meanwhile?()
        } catch {
            Issue.record(error)
        }
        switch script[min(asked.value.count, script.count) - 1] {
        case .written: return .written(Self.post(of: task))
        case .foreignProfile: return .written(Self.post(of: task, profiles: ["spr_nowhere"]))
        case .refused: return .refused(code: "refused", message: "No.")
        case .busy(let wish):
            return .busy(code: "busy", message: "Busy.", retryAfterSeconds: wish)
        }
    }

    static func post(of task: CampaignTask, profiles: [String] = []) -> WrittenPost {
        var change = PostChange()
        change.caption = .set("Post \(task.position + 1)")
        change.profiles = .set(profiles)
        return WrittenPost(change, generator: "script", warnings: [])
    }
}

/// Waits until it is cancelled, and then has nothing.
struct WaitingWriter: CampaignWriter {
    private let begun: AsyncStream<Void>.Continuation

    init(_ begun: AsyncStream<Void>.Continuation) {
        self.begun = begun
    }

    func write(_ task: CampaignTask) async -> CampaignOutcome {
        begun.yield()
        for await _ in AsyncStream<Never>.makeStream().stream {}
        return .busy(code: "cancelled", message: "Cancelled.", retryAfterSeconds: nil)
    }
}
