import Directory
import TestSupport
import Administration
import Cryptography
import JSON
import OAuth
import Primitives
import Storage
import Testing

@Suite("wayleave user")
struct PeopleTests {
    @Test func `a new person is there with the password that was typed`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let listing = try #require(try desk.office.store.people.find("ADA@example.com"))
        #expect(listing.person.name == "Ada Lovelace")
        let credentials = try await desk.office.store.people.credentials(
            forEmail: listing.person.email
        )
        let stored = try #require(credentials?.passwordHash)
        let hash = try #require(PasswordHash(parsing: stored))
        let hasher = PasswordHasher(parameters: hash.parameters, random: SystemRandom())
        #expect(try await hasher.verify(Desk.password, against: hash) == .right)
    }

    static let refusals: [(email: String, name: String, password: String, words: String)] = [
        ("ada", "Ada", "seven unrelated words", "is not an e-mail address"),
        ("b@example.com", " ", "seven unrelated words", "cannot be a name"),
        ("b@example.com", "B", "short", "use at least 15"),
        ("b@example.com", "B", "passwordpassword", "guesser tries"),
        ("ADA@example.com", "Ada", "seven unrelated words", "has this e-mail address already"),
    ]

    @Test(arguments: 0..<refusals.count)
    func `what does not fit is refused in words`(index: Int) async throws {
        let row = Self.refusals[index]
        let desk = try Desk()
        try await desk.furnish()
        do {
            _ = try await desk.office.addPerson(
                email: row.email,
                name: row.name,
                password: SecretText(row.password)
            )
            Issue.record("expected a refusal")
        } catch {
            #expect(error.description.contains(row.words))
            #expect(!error.description.contains(row.password))
        }
        #expect(try desk.office.store.people.listings().count == 1)
    }

    @Test func `the JSON names stay`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let list = try desk.office.people().json
        let first = try #require(list.arrayValue?.first)
        #expect(
            first.names == [
                "id", "email", "name", "enabled", "disabled_at", "created_at", "workspace_count",
                "grant_count",
            ]
        )
        let shown = try await desk.office.person("ada@example.com").json
        #expect(shown["memberships"].arrayValue?.count == 2)
        #expect(shown["memberships"].arrayValue?.first?["role"] == "owner")
        #expect(shown["id"] == first["id"])
        #expect(shown["created_at"] == .string(CivilDate(desk.clock.now()).rfc3339))
    }

    @Test func `a disabled person is named as such until enabled again`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let output = try await desk.office.setPerson("ada@example.com", isDisabled: true)
        #expect(output.json["enabled"] == false)
        #expect(output.text.contains("wayleave user enable ada@example.com"))
        let again = try await desk.office.setPerson("ada@example.com", isDisabled: true)
        #expect(again.text == "ada@example.com is disabled already.")
        let back = try await desk.office.setPerson("ada@example.com", isDisabled: false)
        #expect(back.json["enabled"] == true)
    }

    @Test func `another password replaces the first`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let people = desk.office.store.people
        let email = try #require(try people.find("ada@example.com")).person.email
        let before = try await people.credentials(forEmail: email)?.passwordHash
        let password = SecretText("eight quite unrelated words")
        _ = try await desk.office.setPassword(of: "ada@example.com", to: password)
        #expect(try await people.credentials(forEmail: email)?.passwordHash != before)
    }

    @Test func `S-65 another password can end every grant`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        let grant = try await desk.approve("Editor", client: "dyn_editor-one")
        let password = SecretText("eight quite unrelated words")
        let kept = try await desk.office.setPassword(of: "ada@example.com", to: password)
        #expect(!kept.text.contains("ended"))
        #expect(try await desk.office.store.grants.grant(grant.key)?.revocation == nil)
        let ended = try await desk.office.setPassword(
            of: "ada@example.com",
            to: Desk.password,
            endsGrants: true
        )
        #expect(ended.text.hasSuffix("signed them out everywhere; ended 1 grant."))
        let mark = try await desk.office.store.grants.grant(grant.key)?.revocation
        #expect(mark?.reason == .passwordChanged)
    }

    @Test func `a removed person takes their grants with them`() async throws {
        let desk = try Desk()
        try await desk.furnish()
        try await desk.approve("Editor", client: "dyn_editor-one")
        let output = try await desk.office.removePerson("ada@example.com")
        #expect(output.text == "Removed ada@example.com and ended 1 grant.")
        #expect(try desk.office.people().json == [])
        do {
            _ = try await desk.office.person("ada@example.com")
            Issue.record("expected nobody")
        } catch {
            #expect(error.description.contains("there is no person 'ada@example.com'"))
        }
    }
}
