import Database
import OAuth
import Primitives
import Storage
import TestSupport
import Testing

@Suite("The guard against assertions that come twice (T28)")
struct AssertionTests {
    private static let client = "https://app.example/client.json"

    private func use(_ fixture: Fixture, _ name: String, life: Int64 = 300) -> AssertionUse {
        AssertionUse(
            client: Self.client,
            identifier: name,
            until: fixture.clock.now().adding(seconds: life)
        )
    }

    private func approved() async throws -> Fixture {
        let fixture = try await Fixture()
        let client = fixture.documentClient(#"{"r":["https://app.example/cb"],"m":"none"}"#)
        _ = try await fixture.store.grants.insert(fixture.draft(client: client))
        return fixture
    }

    private func count(_ fixture: Fixture) throws -> Int64 {
        try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT COUNT(*) FROM used_assertions") { $0.integer(0) } ?? 0
        }
    }

    @Test func `an assertion counts once, until it has expired for good`() async throws {
        let fixture = try await approved()
        let table = fixture.store.assertions
        let first = use(fixture, "a")
        #expect(try await table.record(first, at: fixture.clock.now()) == .first)
        #expect(try await table.record(first, at: fixture.clock.now()) == .repeated)
        #expect(try await table.record(use(fixture, "b"), at: fixture.clock.now()) == .first)
        fixture.clock.advance(seconds: 299)
        #expect(try await table.record(first, at: fixture.clock.now()) == .repeated)
        fixture.clock.advance(seconds: 1)
        #expect(try await table.record(use(fixture, "c"), at: fixture.clock.now()) == .first)
        #expect(try count(fixture) == 1, "what is over is forgotten by the next write")
    }

    @Test func `two clients may use one name`() async throws {
        let fixture = try await approved()
        let other = fixture.documentClient("{}", "https://other.example/client.json")
        _ = try await fixture.store.grants.insert(fixture.draft(client: other))
        let table = fixture.store.assertions
        let now = fixture.clock.now()
        #expect(try await table.record(use(fixture, "a"), at: now) == .first)
        let same = AssertionUse(client: other.identifier, identifier: "a", until: now)
        #expect(try await table.record(same, at: now) == .first)
        let gone = AssertionUse(client: "https://gone.example/c", identifier: "a", until: now)
        await #expect(throws: StoreError.self) { try await table.record(gone, at: now) }
    }

    @Test(arguments: [2, 64])
    func `of parallel presentations exactly one is the first`(count: Int) async throws {
        let fixture = try await approved()
        let use = use(fixture, "raced")
        let now = fixture.clock.now()
        let outcomes = try await parallel(count) { _ in
            try await fixture.store.assertions.record(use, at: now)
        }
        #expect(outcomes.count { $0 == .first } == 1)
        #expect(outcomes.count { $0 == .repeated } == count - 1)
    }

    @Test func `two processes agree on which was the first`() async throws {
        let fixture = try await approved()
        let other = try fixture.openAsCommand()
        defer { other.close() }
        for round in 0..<20 {
            let use = use(fixture, "\(round)")
            let now = fixture.clock.now()
            let outcomes = try await parallel(4) { number in
                let store = number.isMultiple(of: 2) ? fixture.store : other
                return try await store.assertions.record(use, at: now)
            }
            #expect(outcomes.count { $0 == .first } == 1)
        }
    }

    @Test func `the first success pins that the client proves itself`() async throws {
        let fixture = try await approved()
        let now = fixture.clock.now()
        let clients = fixture.store.clients
        #expect(try await clients.client(identifier: Self.client)?.provenAt == nil)
        _ = try await fixture.store.assertions.record(use(fixture, "a"), at: now)
        fixture.clock.advance(seconds: 5)
        let later = fixture.clock.now()
        _ = try await fixture.store.assertions.record(use(fixture, "b"), at: later)
        #expect(try await clients.client(identifier: Self.client)?.provenAt == now)
        let listed = try fixture.store.clients.listings().first?.client.provenAt
        #expect(listed == now)
    }

    @Test func `no client fills the table: beyond its share it has to wait`() async throws {
        let fixture = try await approved()
        let now = fixture.clock.now()
        _ = try await fixture.store.database.write { connection throws(DatabaseError) in
            try connection.execute(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
                INSERT INTO used_assertions (digest, client_id, until)
                SELECT CAST(i AS BLOB), (SELECT MIN(id) FROM clients), ?1 FROM n
                """,
                [.integer(now.adding(seconds: 100).secondsSinceEpoch)]
            )
        }
        let table = fixture.store.assertions
        #expect(try await table.record(use(fixture, "a"), at: now) == .tooMany)
        fixture.clock.advance(seconds: 100)
        let later = fixture.clock.now()
        #expect(try await table.record(use(fixture, "a"), at: later) == .first)
        #expect(try count(fixture) == 9_901, "a hundred go with each write")
        for round in 0..<100 {
            _ = try await table.record(use(fixture, "\(round)"), at: later)
        }
        #expect(try count(fixture) == 101)
    }
}

/// Runs `body` that many times at once and returns the results.
private func parallel<Value: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: Value.self) { group in
        for number in 0..<count { group.addTask { try await body(number) } }
        return try await group.reduce(into: []) { $0.append($1) }
    }
}
