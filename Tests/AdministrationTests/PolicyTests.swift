import Administration
import Directory
import JSON
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("wayleave policy, and client pending, approve and deny")
struct PolicyTests {
    private func wait(_ desk: Desk, for client: String, name: String) async throws {
        let person = try #require(try desk.office.store.people.find("ada@example.com")).person
        let isNoted = try await desk.office.store.admission.note(
            WaitingClient(
                user: UserKey(person.key.rawValue),
                client: ClientNaming(identifier: client, kind: .dynamic, name: name),
                redirectURI: "https://reports.example.com/cb",
                askedAt: desk.clock.now()
            ),
            maximum: 10,
            forgottenBefore: Timestamp(secondsSinceEpoch: 0)
        )
        #expect(isNoted)
    }

    @Test func `rules are listed with the default`() async throws {
        let desk = try Desk()
        #expect(try desk.office.policy().text.contains("All clients: allow"))
        let made = try await desk.office.addRule(.allow, .domain, "Claude.ai")
        #expect(made.text.hasPrefix("Allow clients with a document at claude.ai (rule_"))
        _ = try await desk.office.addRule(.hold, .redirectHost, "loopback")
        let set = try await desk.office.setPolicyDefault(.deny)
        #expect(set.text.contains("All other clients: deny"))
        let listed = try desk.office.policy()
        #expect(listed.json["default"] == "deny")
        let rules = try #require(listed.json["rules"]?.arrayValue)
        #expect(rules.map { $0["match"].stringValue } == ["domain", "redirect-host"])
        #expect(rules.first.names == ["id", "action", "match", "pattern", "created_at"])
        let id = try #require(made.json["id"]?.stringValue)
        let removed = try await desk.office.removeRule(String(id.prefix(12)))
        #expect(removed.text == "Removed: allow clients with a document at claude.ai.")
        #expect(try desk.office.policy().json["rules"]?.arrayValue?.count == 1)
    }

    @Test(
        arguments: [
            (PolicyMatch.domain, "https://claude.ai", "write a host such as claude.ai"),
            (.redirectHost, "javascript:", "loopback, or a scheme"),
            (.kind, "unknown", "registered, dynamic or metadata_document"),
            (.client, "a b", "a client id"),
        ]
    )
    func `a pattern that does not fit is refused in words`(
        match: PolicyMatch,
        pattern: String,
        words: String
    ) async throws {
        let desk = try Desk()
        do {
            _ = try await desk.office.addRule(.deny, match, pattern)
            Issue.record("expected a refusal")
        } catch {
            #expect(error.description.contains(words), "\(error.description)")
        }
        #expect(try desk.office.policy().json["rules"] == [])
    }

    @Test func `an unknown rule is said to be unknown`() async throws {
        let desk = try Desk()
        await #expect(throws: AdministrationError.self) {
            try await desk.office.removeRule("rule_nothing")
        }
    }

    @Test func `the operator sees who waits for what, and decides for all`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        #expect(try desk.office.waitingClients().text == "Nobody waits for a client.")
        try await wait(desk, for: "dyn_aaaaaaaaaaaa", name: "Reports\u{1b}[31m")
        try await wait(desk, for: "dyn_bbbbbbbbbbbb", name: "Other")
        let listed = try desk.office.waitingClients()
        #expect(listed.text.contains("ada@example.com"))
        #expect(listed.text.contains("reports.example.com"))
        #expect(!listed.text.utf8.contains(0x1b))
        #expect(listed.json.arrayValue?.count == 2)
        #expect(
            listed.json.arrayValue?.first.names
                == ["client", "name", "kind", "redirect_uris", "people", "since"]
        )
        let approved = try await desk.office.decideClient("dyn_aaaa", isAdmitted: true)
        #expect(approved.text.contains("goes on by itself for ada@example.com"))
        _ = try await desk.office.decideClient("dyn_bbbbbbbbbbbb", isAdmitted: false)
        #expect(try desk.office.waitingClients().json == [])
        let rules = try #require(try desk.office.policy().json["rules"]?.arrayValue)
        let actions = rules.map {
            "\($0["action"].stringValue ?? "") \($0["match"].stringValue ?? "")"
        }
        #expect(actions == ["allow client", "deny client"])
        await #expect(throws: AdministrationError.self) {
            try await desk.office.decideClient("dyn_aaaa", isAdmitted: true)
        }
    }

    @Test func `a beginning that fits two is not a choice`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await wait(desk, for: "dyn_aaaaaaaa1", name: "One")
        try await wait(desk, for: "dyn_aaaaaaaa2", name: "Two")
        await #expect(throws: AdministrationError.self) {
            try await desk.office.decideClient("dyn_aaaaaaaa", isAdmitted: true)
        }
        #expect(try desk.office.waitingClients().json.arrayValue?.count == 2)
    }
}
