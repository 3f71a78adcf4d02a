import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("The policy for clients, in the database")
struct AdmissionTests {
    private let fixture: Fixture

    init() async throws {
        fixture = try await Fixture()
    }

    private var table: AdmissionTable { fixture.store.admission }
    private var ada: UserKey { UserKey(fixture.ada.key.rawValue) }

    private func rule(
        _ action: ClientRule.Action,
        _ match: String,
        _ pattern: String,
        _ identifier: String
    ) throws -> ClientRule {
        ClientRule(
            identifier: identifier,
            subject: try #require(ClientRule.Subject(match: match, pattern: pattern)),
            action: action,
            createdAt: fixture.clock.now()
        )
    }

    private func waiting(_ client: String, at time: Timestamp? = nil) -> WaitingClient {
        WaitingClient(
            user: ada,
            client: ClientNaming(identifier: client, kind: .dynamic, name: "Name of \(client)"),
            redirectURI: "http://127.0.0.1/callback",
            askedAt: time ?? fixture.clock.now()
        )
    }

    private func note(_ client: String, maximum: Int = 10, forget: Int64 = -1_000) async throws
        -> Bool
    {
        try await table.note(
            waiting(client),
            maximum: maximum,
            forgottenBefore: fixture.clock.now().adding(seconds: forget)
        )
    }

    private func events(_ kind: AuditEventKind) throws -> [AuditEvent] {
        let all = try fixture.store.audit.events(after: 0, limit: 1_000)
        return all.map(\.event).filter { $0.kind == kind }
    }

    @Test func `without rules everybody may be let in`() async throws {
        #expect(try await table.policy() == .open)
    }

    @Test func `a rule of a command holds for the server's next read`() async throws {
        let command = try fixture.openAsCommand()
        defer { command.close() }
        let made = try rule(.deny, "domain", "evil.example", "rule_1")
        _ = try await command.admission.set(made)
        try await command.admission.setFallback(
            .hold,
            identifier: "rule_d",
            at: fixture.clock.now()
        )
        let policy = try await table.policy()
        #expect(policy.rules == [made] && policy.fallback == .hold)
        #expect(try await command.admission.remove("rule_1", at: fixture.clock.now()))
        #expect(try await table.policy().rules == [])
        #expect(try await !command.admission.remove("rule_1", at: fixture.clock.now()))
        #expect(try await !command.admission.remove("rule_d", at: fixture.clock.now()))
    }

    @Test func `a second rule about the same clients changes the first`() async throws {
        _ = try await table.set(try rule(.deny, "kind", "dynamic", "rule_1"))
        let written = try await table.set(try rule(.allow, "kind", "dynamic", "rule_2"))
        #expect(written.identifier == "rule_1")
        let rules = try await table.policy().rules
        #expect(rules.map(\.action) == [.allow] && rules.map(\.identifier) == ["rule_1"])
        #expect(
            try events(.clientRuleSet).map(\.detail) == [
                "deny kind dynamic", "allow kind dynamic",
            ]
        )
    }

    @Test func `who waits is written down once, with a trace`() async throws {
        #expect(try await note("dyn_1"))
        #expect(try await note("dyn_1"))
        let listed = try table.waiting()
        #expect(listed.map(\.waiting) == [waiting("dyn_1")])
        #expect(listed.first?.person == fixture.ada.identifier)
        let events = try events(.clientWaiting)
        #expect(events.count == 1)
        #expect(events.first?.person == fixture.ada.identifier)
        #expect(events.first?.client == "dyn_1" && events.first?.actor == .person)
    }

    @Test func `one person fills no table`() async throws {
        #expect(try await note("dyn_1", maximum: 2))
        #expect(try await note("dyn_2", maximum: 2))
        #expect(try await !note("dyn_3", maximum: 2))
        #expect(try await note("dyn_2", maximum: 2), "what waits already goes on waiting")
        #expect(try table.waiting().count == 2)
        fixture.clock.advance(seconds: 2_000)
        #expect(try await note("dyn_3", maximum: 2), "what is forgotten makes room")
        #expect(try table.waiting().map(\.waiting.client.identifier) == ["dyn_3"])
    }

    @Test func `a decision about the client ends the waiting, holding it does not`() async throws {
        _ = try await note("dyn_1")
        _ = try await note("dyn_2")
        let held = try await table.set(try rule(.hold, "client", "dyn_1", "rule_1"))
        #expect(held.waited == 0)
        let allowed = try await table.set(try rule(.allow, "client", "dyn_1", "rule_2"))
        #expect(allowed.waited == 1)
        #expect(try table.waiting().map(\.waiting.client.identifier) == ["dyn_2"])
        #expect(try events(.clientRuleSet).last?.client == "dyn_1")
        try await table.withdraw("dyn_2", of: ada)
        #expect(try table.waiting() == [])
    }

    @Test func `a damaged rule lets nobody in`() async throws {
        try await fixture.store.database.write { connection throws(DatabaseError) in
            _ = try connection.execute(
                """
                INSERT INTO client_rules (identifier, match, pattern, action, created_at)
                VALUES ('rule_1', 'domain', 'not a host', 'deny', 0)
                """
            )
        }
        await #expect(throws: StoreError.self) { try await table.policy() }
    }
}
