import Database
import Directory
import OAuth
import Primitives
import Storage
import TestSupport
import Testing
import Transport

/// Loops keep what they read until a change is listed, so every statement that could change what a
/// token may do has to be listed, with the grant that it concerns or with none where it concerns
/// several.
@Suite("The list of changes of access", .timeLimit(.minutes(10)))
struct AccessStateTests {
    /// One statement for each column and each way in which a row comes or goes.
    private static let statements: [StaticString] = [
        "UPDATE users SET identifier = identifier", "UPDATE users SET email = email",
        "UPDATE users SET name = name", "UPDATE users SET disabled_at = 1",
        "UPDATE users SET removed_at = 1", "UPDATE clients SET identifier = identifier",
        "UPDATE clients SET name = name", "UPDATE clients SET kind = kind",
        "UPDATE clients SET disabled_at = 1", "UPDATE clients SET removed_at = 1",
        "UPDATE clients SET lifetimes = lifetimes", "UPDATE workspaces SET name = name",
        "UPDATE workspaces SET archived_at = 1", "UPDATE workspaces SET identifier = identifier",
        "UPDATE memberships SET role = 'viewer'", "DELETE FROM memberships",
        "UPDATE grants SET user_id = user_id", "UPDATE grants SET client_id = client_id",
        "UPDATE grants SET resource = resource", "UPDATE grants SET scopes = scopes",
        "UPDATE grants SET lifetimes = lifetimes", "UPDATE grants SET salt = salt",
        "UPDATE grants SET generation = generation", "UPDATE grants SET issued_at = issued_at",
        "UPDATE grants SET previous_issued_at = 1", "UPDATE grants SET identifier = identifier",
        "UPDATE grants SET revoked_at = revoked_at", "UPDATE grants SET created_at = created_at",
        "UPDATE grants SET confirms_publishing = confirms_publishing",
        "DELETE FROM grant_workspaces", "UPDATE grant_workspaces SET workspace_id = workspace_id",
        "INSERT INTO grant_workspaces SELECT id, (SELECT max(id) FROM workspaces) FROM grants",
        "UPDATE resource_servers SET secret_hash = x'02'",
        "UPDATE resource_servers SET audience = audience",
        "UPDATE resource_servers SET scopes = 1", "DELETE FROM resource_servers",
    ]

    @Test(arguments: statements.indices)
    func `has every statement that concerns tokens`(row: Int) async throws {
        let fixture = try await Fixture()
        let grant = try await fixture.redeemedGrant()
        try await addServer(to: fixture)
        let statement = Self.statements[row]
        let before = try number(fixture)
        let changed = try await fixture.store.database.write { connection throws(DatabaseError) in
            try connection.execute(statement)
        }
        #expect(changed > 0, "\(statement) changed nothing")
        #expect(try number(fixture) > before, "\(statement)")
        let listed = try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.all(
                "SELECT grant_id FROM access_changes WHERE id > ?1",
                [.integer(before)]
            ) { $0.isNull(0) ? nil : $0.integer(0) }
        }
        let text = statement.description
        let isOfGrants = text.contains("grants SET") || text.contains("grant_workspaces")
        #expect(Set(listed) == (isOfGrants ? [grant.key.value] : [nil]), "\(statement)")
    }

    @Test func `keeps its newest rows only`() async throws {
        let fixture = try await filled()
        try await fixture.store.database.write { connection throws(DatabaseError) in
            for _ in 0..<10_000 { try connection.execute("UPDATE grants SET scopes = scopes") }
        }
        let (count, oldest) = try #require(
            try fixture.store.database.read { connection throws(DatabaseError) in
                try connection.first("SELECT count(*), min(id) FROM access_changes") {
                    ($0.integer(0), $0.integer(1))
                }
            }
        )
        #expect((4_096...4_352).contains(count))
        #expect(try number(fixture) - oldest == count - 1)
    }

    @Test func `knows every column of a grant but the time of its use`() async throws {
        let fixture = try await Fixture()
        let columns = try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.all("SELECT name FROM pragma_table_info('grants')") { $0.text(0) }
        }
        let trigger = try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.first(
                "SELECT sql FROM sqlite_schema WHERE name = 'access_grants_changed'"
            ) { $0.text(0) }
        }
        let named = (trigger ?? "").split { !$0.isLetter && $0 != "_" }.map(String.init)
        let missing = columns.filter { !named.contains($0) }
        #expect(missing == ["last_used_at"])
    }

    @Test func `stands still while grants are made, used and written about`() async throws {
        let fixture = try await filled()
        let before = try number(fixture)
        let grant = try await fixture.store.grants.insert(fixture.draft())
        fixture.store.grants.noteUse(grant.key, at: fixture.clock.now())
        fixture.store.flushUses()
        try await fixture.store.audit.append(
            AuditEvent(.toolCalled, by: .client),
            at: fixture.clock.now()
        )
        #expect(try number(fixture) == before)
        let used = try await fixture.store.grants.grant(grant.key)
        #expect(used?.lastUsedAt == fixture.clock.now())
    }

    @Test func `does not move with what is rolled back`() async throws {
        let fixture = try await filled()
        let before = try number(fixture)
        _ = try? await fixture.store.database.write { connection throws(DatabaseError) in
            try connection.execute("UPDATE users SET name = 'Eve'")
            try connection.execute("INSERT INTO no_such_table VALUES (1)")
        }
        #expect(try number(fixture) == before)
    }

    /// A store with a redeemed grant and a resource server.
    private func filled() async throws -> Fixture {
        let fixture = try await Fixture()
        _ = try await fixture.redeemedGrant()
        try await addServer(to: fixture)
        return fixture
    }

    private func addServer(to fixture: Fixture) async throws {
        let server = ResourceServer(identifier: "rs_a", audience: "https://a", secretHash: [1])
        #expect(try await fixture.store.resourceServers.add(server, at: fixture.clock.now()))
    }

    private func number(_ fixture: Fixture) throws -> Int64 {
        let number = try fixture.store.database.read { connection throws(DatabaseError) in
            try connection.first("SELECT max(id) FROM access_changes") { $0.integer(0) }
        }
        return try #require(number)
    }
}
