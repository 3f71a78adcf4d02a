import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Audit log")
struct AuditTests {
    @Test func `each change writes its event in the same write`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        _ = try await fixture.store.grants.update(grant.key, fixture.refresh(1))
        _ = try await fixture.store.grants.update(grant.key, fixture.redemption())
        let events = try fixture.store.audit.events(after: 0, limit: 100)
        #expect(
            events.map(\.event.kind) == [
                .personAdded, .workspaceAdded, .workspaceAdded, .workspaceAdded, .memberSet,
                .memberSet, .memberSet, .grantApproved, .grantRedeemed, .replayDetected,
                .grantRevoked,
            ]
        )
        #expect(events.map(\.number) == Array(1...11))
        let last = try #require(events.last).event
        #expect(last.actor == .server)
        #expect(last.person == fixture.ada.identifier)
        #expect(last.client == "dyn_example")
        #expect(last.grant == grant.identifier)
        #expect(last.detail == "code_replay")
        #expect(events[4].event.actor == .shell("tester"))
        #expect(events[4].event.workspace == fixture.studio.identifier)
        #expect(try fixture.store.audit.newestEvents(limit: 1) == [events[10]])
    }

    @Test func `what changes nothing writes no event`() async throws {
        let fixture = try await Fixture()
        let before = try fixture.store.audit.newestEvents(limit: 1)
        _ = try await fixture.store.workspaces.remove(
            fixture.ada.key,
            from: .init(rawValue: 99)
        )
        try await fixture.store.people.setDisabled(.init(rawValue: 99), at: fixture.clock.now())
        #expect(try fixture.store.audit.newestEvents(limit: 1) == before)
    }

    @Test func `the chain is sound until somebody touches it`() async throws {
        let fixture = try await Fixture()
        let trail = fixture.store.audit
        let failed = AuditEvent(.signInFailed, by: .person, person: fixture.ada.identifier)
        trail.noteFailedSignIn(as: fixture.ada, at: fixture.clock.now())
        // Units run in order: after this one, the note is stored too.
        try await fixture.store.database.write { _ throws(DatabaseError) in }
        let newest = try #require(try trail.newestEvents(limit: 1).first)
        #expect(newest.event == failed)
        #expect(try trail.verify() == .sound(count: 8, newest: newest.hash))
        try await fixture.store.database.write { connection throws(DatabaseError) in
            _ = try connection.execute("UPDATE audit_events SET detail = 'x' WHERE id = 5")
        }
        #expect(try trail.verify() == .broken(after: 4))
    }

    @Test(arguments: [Int64(1), 4, 7])
    func `a removed event is noticed`(number: Int64) async throws {
        let fixture = try await Fixture()
        try await fixture.store.database.write { connection throws(DatabaseError) in
            _ = try connection.execute("DELETE FROM audit_events WHERE id = ?1", [.integer(number)])
            _ = try connection.execute(
                "UPDATE audit_events SET id = id - 1 WHERE id > ?1",
                [.integer(number)]
            )
        }
        try await fixture.store.audit.append(
            AuditEvent(.signedIn, by: .person),
            at: fixture.clock.now()
        )
        let expected: AuditVerification = .broken(after: number - 1)
        let verification = try fixture.store.audit.verify()
        // Cutting the end off is the one thing that a chain alone cannot tell.
        if number < 7 {
            #expect(verification == expected)
        } else {
            #expect(verification != expected)
        }
    }

    @Test func `two processes append to one chain`() async throws {
        let fixture = try await Fixture()
        let command = try fixture.openAsCommand()
        defer { command.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let store = number.isMultiple(of: 2) ? fixture.store : command
                let now = fixture.clock.now()
                group.addTask {
                    let event = AuditEvent(.signInFailed, by: .person, detail: "\(number)")
                    try await store.audit.append(event, at: now)
                }
            }
            try await group.waitForAll()
        }
        guard case .sound(let count, _) = try fixture.store.audit.verify() else {
            Issue.record("the chain broke")
            return
        }
        #expect(count == 47)
    }
}
