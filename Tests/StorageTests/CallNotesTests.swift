import TestSupport
import Database
import Primitives
import Storage
import Testing

@Suite("Calls in the audit log")
struct CallNotesTests {
    @Test func `notes reach the log in order and the chain stays sound`() async throws {
        let fixture = try await Fixture()
        let before = try fixture.store.audit.newestEvents(limit: 1).first?.number ?? 0
        for number in 0..<500 { fixture.store.audit.note(event(number), at: fixture.clock.now()) }
        try await settle(fixture)
        let events = try fixture.store.audit.events(after: before, limit: 1_000)
        #expect(events.map(\.event) == (0..<500).map(event))
        guard case .sound = try fixture.store.audit.verify() else {
            Issue.record("the chain is broken")
            return
        }
    }

    @Test func `more notes than fit in memory lose none`() async throws {
        let fixture = try await Fixture()
        for number in 0..<5_000 { fixture.store.audit.note(event(number), at: fixture.clock.now()) }
        try await settle(fixture)
        let last = try fixture.store.audit.newestEvents(limit: 1).first
        #expect(last?.event == event(4_999))
    }

    @Test func `closing writes down what was noted`() async throws {
        let fixture = try await Fixture()
        let command = try fixture.openAsCommand()
        defer { command.close() }
        fixture.store.audit.note(event(1), at: fixture.clock.now())
        fixture.store.audit.note(event(2), at: fixture.clock.now())
        fixture.store.close()
        #expect(try command.audit.newestEvents(limit: 2).map(\.event) == [event(2), event(1)])
    }

    private func event(_ number: Int) -> AuditEvent {
        AuditEvent(.toolCalled, by: .client, person: "usr_1", detail: "get_post \(number)")
    }

    /// Hands over what is noted, and returns when the writer has come to it.
    private func settle(_ fixture: Fixture) async throws {
        for _ in 0..<3 {
            fixture.store.flushCalls()
            _ = try await fixture.store.database.write { _ in true }
        }
    }
}
