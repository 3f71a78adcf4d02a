import Administration
import JSON
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Lifetimes of the server and of clients")
struct LifetimesTests {
    @Test(
        arguments: [
            ("90s", 90), ("10m", 600), ("12h", 43_200), ("30d", 2_592_000), ("0s", 0), ("10", nil),
            ("", nil), ("m", nil), ("-1m", nil), ("1.5h", nil), ("1w", nil),
            ("36500d", 3_153_600_000),
            ("36501d", nil), ("99999999999999999999d", nil),
        ] as [(String, Int64?)]
    )
    func `a time is a number and a unit`(text: String, seconds: Int64?) {
        #expect(DurationArgument.parse(text) == seconds)
    }

    @Test func `commands judge grants by what the server was started with`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor")
        try await desk.redeem(grant)
        var change = TokenLifetimesChange()
        change.idleSeconds = 1_000
        let short = try #require(TokenLifetimes.standard.applying(change))
        desk.clock.advance(seconds: 2_000)
        #expect(try desk.office.grant(grant.identifier).json["state"] == "active")
        try await desk.office.store.settings.setLifetimes(short, at: desk.clock.now())
        #expect(try desk.office.grant(grant.identifier).json["state"] == "expired")
        let token = try desk.token(.refresh, of: grant, generation: 1)
        #expect(try await desk.office.inspect(token).json["active"] == false)
    }

    @Test func `a client's lifetimes are laid over what it has, and its grants follow`()
        async throws
    {
        let desk = try Desk()
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor")
        let ended = try await desk.approve("Editor", client: "dyn_editor")
        let mark = Revocation(at: desk.clock.now(), by: .operator, reason: .endedByOperator)
        _ = try await desk.office.store.grants.revoke([ended.key], mark)
        func own(_ grant: Grant) async throws -> TokenLifetimes? {
            try await desk.office.store.grants.grant(grant.key)?.terms.lifetimes
        }
        var change = TokenLifetimesChange()
        change.accessSeconds = 86_400
        _ = try await desk.office.setLifetimes(of: "dyn_editor", to: change)
        var second = TokenLifetimesChange()
        second.convergenceSeconds = 0
        let output = try await desk.office.setLifetimes(of: "dyn_editor", to: second)
        #expect(output.json["lifetimes"]?["access_seconds"] == 86_400)
        #expect(output.json["lifetimes"]?["convergence_seconds"] == 0)
        #expect(try await own(grant)?.accessSeconds == 86_400)
        #expect(try await own(ended) == nil)
        let next = try #require(
            try await desk.office.store.clients.client(identifier: "dyn_editor")
        )
        #expect(next.lifetimes?.accessSeconds == 86_400)

        let back = try await desk.office.setLifetimes(of: "dyn_editor", to: nil)
        #expect(back.json["lifetimes"] == .null)
        #expect(try await own(grant) == nil)
    }

    @Test func `lifetimes that contradict each other are refused in words`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await desk.approve("Editor", client: "dyn_editor")
        var change = TokenLifetimesChange()
        change.absoluteSeconds = 60
        await #expect(throws: AdministrationError.self) {
            try await desk.office.setLifetimes(of: "dyn_editor", to: change)
        }
        let record = try await desk.office.store.clients.client(identifier: "dyn_editor")
        #expect(record?.lifetimes == nil)
    }

    @Test func `only a change of the server's lifetimes is written down`() async throws {
        let desk = try Desk()
        let settings = desk.office.store.settings
        #expect(try settings.lifetimes() == nil)
        try await settings.setLifetimes(.standard, at: desk.clock.now())
        #expect(try settings.lifetimes() == .standard)
        #expect(try desk.office.store.audit.newestEvents(limit: 5).isEmpty)
        var change = TokenLifetimesChange()
        change.accessSeconds = 1_200
        let longer = try #require(TokenLifetimes.standard.applying(change))
        for _ in 0..<2 { try await settings.setLifetimes(longer, at: desk.clock.now()) }
        #expect(try settings.lifetimes() == longer)
        let events = try desk.office.store.audit.newestEvents(limit: 5)
        #expect(events.map(\.event.kind) == [.lifetimesChanged])
    }
}
