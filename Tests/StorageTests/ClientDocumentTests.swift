import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Documents pinned by approvals (T27)")
struct ClientDocumentTests {
    private static let client = "https://app.example/client.json"
    private static let edwards =
        #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
    private static let p256 =
        #"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","#
        + #""y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#

    private static func metadata(_ more: String = #""m":"none""#, path: String = "cb") -> String {
        #"{"r":["https://app.example/\#(path)"],\#(more)}"#
    }

    private static func keys(_ keys: String...) -> String {
        metadata(#""m":"private_key_jwt","k":[\#(keys.joined(separator: ","))]"#)
    }

    private func approve(
        _ fixture: Fixture,
        _ metadata: String,
        by user: Person? = nil
    ) async throws -> Grant {
        let client = fixture.documentClient(metadata)
        return try await fixture.store.grants.insert(
            fixture.draft(client: client, user: user?.key)
        )
    }

    private func second(_ fixture: Fixture) async throws -> Person {
        try await fixture.store.people.add(
            PersonDraft(
                identifier: OpaqueIdentifier.person(fixture.random),
                email: EmailAddress(parsing: "grace@example.com"),
                name: DisplayName(parsing: "Grace"),
                passwordHash: "$scrypt$1",
                createdAt: fixture.clock.now()
            )
        )
    }

    private func seen(_ fixture: Fixture, by person: Person) async throws -> String? {
        let bytes = try await fixture.store.clients.approvedDocument(
            of: Self.client,
            by: UserKey(person.key.rawValue)
        )
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `each person's last approval is remembered, the client's row has the newest`()
        async throws
    {
        let fixture = try await Fixture()
        let grace = try await second(fixture)
        let old = Self.metadata()
        let new = Self.metadata(path: "other")
        #expect(try await seen(fixture, by: fixture.ada) == nil)
        _ = try await approve(fixture, old)
        let grant = try await approve(fixture, new, by: grace)
        #expect(try await seen(fixture, by: fixture.ada) == old)
        #expect(try await seen(fixture, by: grace) == new)
        let record = try await fixture.store.clients.client(identifier: Self.client)
        #expect(record?.metadata == Array(new.utf8))
        let mark = Revocation(at: fixture.clock.now(), by: .person, reason: .endedByPerson)
        _ = try await fixture.store.grants.revoke([grant.key], mark)
        #expect(try await seen(fixture, by: grace) == new, "an ended approval was seen, too")
        let changes = try fixture.store.audit.events(after: 0, limit: 100).filter {
            $0.event.kind == .clientChanged
        }
        #expect(changes.count == 1)
        #expect(changes.first?.event.detail?.contains("https://app.example/other") == true)
    }

    @Test func `an approval of an unchanged document changes nothing`() async throws {
        let fixture = try await Fixture()
        for _ in 0..<3 { _ = try await approve(fixture, Self.metadata()) }
        let rows = try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT COUNT(*) FROM client_documents") { $0.integer(0) }
        }
        #expect(rows == 1)
        let events = try fixture.store.audit.events(after: 0, limit: 100)
        #expect(!events.contains { $0.event.kind == .clientChanged })
    }

    @Test func `other clients' metadata stays as it was registered`() async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.store.grants.insert(fixture.draft())
        let hash = try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.first(
                "SELECT document_hash IS NULL FROM grants WHERE id = ?1",
                [.integer(grant.key.value)]
            ) { $0.integer(0) }
        }
        #expect(hash == 1)
    }

    static let changes: [(String, String, String, Bool)] = [
        ("keys are gone", keys(edwards), metadata(), true),
        ("all keys are others", keys(edwards), keys(p256), true),
        (
            "the keys are elsewhere", metadata(#""m":"private_key_jwt","k":"https://a.example/k""#),
            metadata(#""m":"private_key_jwt","k":"https://b.example/k""#), true
        ),
        (
            "a proof became optional", keys(edwards),
            metadata(#""m":"private_key_jwt","k":[\#(edwards)],"o":true"#), true
        ),
        ("a key came", keys(edwards), keys(edwards, p256), false),
        ("a key went", keys(edwards, p256), keys(p256), false),
        ("keys came", metadata(), keys(edwards), false),
        ("only the redirect changed", metadata(), metadata(path: "x"), false),
    ]

    @Test(arguments: 0..<changes.count)
    func `T38 who proves itself less loses what was approved before`(index: Int) async throws {
        let (name, old, new, isLess) = Self.changes[index]
        let fixture = try await Fixture()
        let first = try await approve(fixture, old)
        let second = try await approve(fixture, new)
        let before = try await fixture.store.grants.grant(first.key)
        let after = try await fixture.store.grants.grant(second.key)
        #expect(before?.revocation?.reason == (isLess ? .clientChanged : nil), "\(name)")
        #expect(after?.revocation == nil)
    }

    @Test func `keys are withdrawn only from the metadata they were read from`() async throws {
        let fixture = try await Fixture()
        let both = Self.keys(Self.edwards, Self.p256)
        _ = try await approve(fixture, both)
        let clients = fixture.store.clients
        let one = Array(Self.keys(Self.p256).utf8)
        try await clients.narrow(Self.client, from: Array("{}".utf8), to: one)
        var record = try await clients.client(identifier: Self.client)
        #expect(record?.metadata == Array(both.utf8))
        try await clients.narrow(Self.client, from: Array(both.utf8), to: one)
        record = try await clients.client(identifier: Self.client)
        #expect(record?.metadata == one)
        #expect(try await seen(fixture, by: fixture.ada) == both)
    }

    @Test func `a file of the first release is brought up to date with its rows`() async throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/wayleave.db"
        let first = Schema(
            applicationID: Schema.wayleave.applicationID,
            migrations: Array(Schema.wayleave.migrations.prefix(1))
        )
        let file = try DatabaseFile(path: path, options: DatabaseOptions(role: .server))
        _ = try file.migrate(to: first)
        _ = try await file.write { connection throws(DatabaseError) in
            try connection.execute(
                """
                INSERT INTO clients (identifier, kind, name, metadata, created_at)
                VALUES ('dyn_x', 'dynamic', 'X', x'7b7d', 1)
                """
            )
        }
        file.close()
        let store = try Store(
            path: path,
            options: DatabaseOptions(role: .server),
            actor: .server,
            clock: ManualClock()
        )
        defer { store.close() }
        let record = try await store.clients.client(identifier: "dyn_x")
        #expect(record?.name == "X" && record?.provenAt == nil)
    }
}
