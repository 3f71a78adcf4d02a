import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Calls that wait for their person")
struct CallApprovalTests {
    private func request(
        _ fixture: Fixture,
        _ call: UInt8 = 1,
        grant: String = "grt_1"
    ) -> CallApprovalRequest {
        CallApprovalRequest(
            person: fixture.ada.identifier,
            grant: grant,
            digest: [UInt8](repeating: call, count: 32),
            shown: CallApproval(
                identifier: PublicIdentifier.callApproval.make(from: fixture.random),
                clientName: "Example",
                message: "Publish?",
                consent: "Yes",
                askedAt: fixture.clock.now()
            )
        )
    }

    private func settle(
        _ fixture: Fixture,
        _ request: CallApprovalRequest
    ) async throws -> CallApprovalStanding {
        try await fixture.store.callApprovals.settle(request, at: fixture.clock.now())
    }

    private func decide(
        _ fixture: Fixture,
        _ identifier: String,
        _ isApproved: Bool,
        by person: String? = nil
    ) async throws -> Bool {
        try await fixture.store.callApprovals.decide(
            identifier,
            isApproved: isApproved,
            by: person ?? fixture.ada.identifier,
            at: fixture.clock.now()
        )
    }

    private func waiting(_ standing: CallApprovalStanding) throws -> String {
        guard case .waiting(let identifier) = standing else {
            Issue.record("\(standing)")
            return ""
        }
        return identifier
    }

    @Test func `a repeated call waits under one identifier, and an answer counts once`()
        async throws
    {
        let fixture = try await Fixture()
        let table = fixture.store.callApprovals
        let first = try waiting(try await settle(fixture, request(fixture)))
        #expect(try waiting(try await settle(fixture, request(fixture))) == first)
        let shown = try await table.waiting(
            first,
            for: fixture.ada.identifier,
            at: fixture.clock.now()
        )
        #expect(shown?.message == "Publish?" && shown?.clientName == "Example")
        #expect(try await decide(fixture, first, true))
        #expect(try await !decide(fixture, first, false), "it is decided")
        #expect(try await settle(fixture, request(fixture)) == .approved)
        #expect(try waiting(try await settle(fixture, request(fixture))) != first)
        let event = try fixture.store.audit.newestEvents(limit: 1)[0].event
        #expect(event.kind == .callApproved && event.grant == "grt_1" && event.detail == first)
    }

    @Test func `a no is told once`() async throws {
        let fixture = try await Fixture()
        let call = try waiting(try await settle(fixture, request(fixture)))
        #expect(try await decide(fixture, call, false))
        #expect(try await settle(fixture, request(fixture)) == .declined)
        _ = try waiting(try await settle(fixture, request(fixture)))
    }

    @Test func `an answer counts for its own call, grant and person only`() async throws {
        let fixture = try await Fixture()
        let call = try waiting(try await settle(fixture, request(fixture)))
        #expect(try await !decide(fixture, call, true, by: "usr_other"))
        #expect(try await !decide(fixture, "cfm_unknown", true))
        let foreign = try await fixture.store.callApprovals.waiting(
            call,
            for: "usr_other",
            at: fixture.clock.now()
        )
        #expect(foreign == nil)
        #expect(try await decide(fixture, call, true))
        _ = try waiting(try await settle(fixture, request(fixture, 2)))
        _ = try waiting(try await settle(fixture, request(fixture, grant: "grt_2")))
        #expect(try await settle(fixture, request(fixture)) == .approved)
    }

    @Test func `after a quarter of an hour nothing counts any more`() async throws {
        let fixture = try await Fixture()
        let first = try waiting(try await settle(fixture, request(fixture)))
        let second = try waiting(try await settle(fixture, request(fixture, 2)))
        #expect(try await decide(fixture, second, true))
        fixture.clock.advance(seconds: CallApproval.lifetimeInSeconds)
        #expect(try await !decide(fixture, first, true))
        #expect(try waiting(try await settle(fixture, request(fixture, 2))) != second)
    }

    @Test func `of calls at once one takes the answer`() async throws {
        let fixture = try await Fixture()
        let call = try waiting(try await settle(fixture, request(fixture)))
        #expect(try await decide(fixture, call, true))
        let requests = (0..<8).map { _ in request(fixture) }
        let store = fixture.store
        let now = fixture.clock.now()
        let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
            for request in requests {
                group.addTask {
                    try await store.callApprovals.settle(request, at: now) == .approved
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
    }
}
