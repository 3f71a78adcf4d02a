internal import Database
public import OAuth
public import Primitives

/// The grants, in the tables `grants` and `grant_workspaces`.
public struct GrantTable: GrantStore {
    let core: StoreCore
    let uses: UseNotes

    /// Stores a new grant, with its workspaces and, when it is unknown, its client.
    ///
    /// A second insertion with the same `requestID` changes nothing and returns the first one's
    /// grant.
    public func insert(_ draft: GrantDraft) async throws(StoreError) -> Grant {
        try await core.write { [core] connection throws(DatabaseError) in
            try GrantInsertion.run(draft, core: core, in: connection)
        }
    }

    /// Reads one grant.
    public func grant(_ key: GrantKey) async throws(StoreError) -> Grant? {
        try core.read { connection throws(DatabaseError) in
            try Self.grant(key, in: connection)
        }
    }

    /// Reads the grant that the approval of this page flow made, if there was one.
    public func grant(requestID: String) async throws(StoreError) -> Grant? {
        try core.read { connection throws(DatabaseError) in
            try GrantInsertion.grant(requestID: requestID, in: connection)
        }
    }

    /// Applies `rule` to the grant, and to who it belongs to, inside one write transaction.
    ///
    /// The grant is written back only where the rule changed it; a mark of revocation, once there,
    /// stays whatever the rule says. Returns `nil` when there is no such grant.
    public func update<Outcome: Sendable>(
        _ key: GrantKey,
        _ rule: @escaping @Sendable (inout Grant, GrantStanding) -> Outcome
    ) async throws(StoreError) -> Outcome? {
        try await core.write { [core] connection throws(DatabaseError) -> Outcome? in
            guard let (before, standing) = try Self.current(key, in: connection) else { return nil }
            var after = before
            let outcome = rule(&after, standing)
            if let ended = before.revocation { after.revocation = ended }
            try GrantChange(from: before, to: after).write(core: core, in: connection)
            return outcome
        }
    }

    /// Reads a grant and everything that decides what it allows now, in one snapshot.
    ///
    /// The hottest path of the product: one look-up by integer key, then the selected workspaces;
    /// the rest is kept by the loop while nothing is committed.
    public func access(_ key: GrantKey) async throws(StoreError) -> GrantAccess? {
        try core.read { connection throws(DatabaseError) in
            try Self.access(key, in: connection, try core.caches.cache(for: connection))
        }
    }

    /// Reads what introspection needs: a local file is never waited for.
    public func accessAtOnce(_ key: GrantKey) throws(StoreError) -> AtOnce<GrantAccess?> {
        let access = try core.read { connection throws(DatabaseError) in
            try Self.introspected(key, in: connection, try core.caches.cache(for: connection))
        }
        return .value(access)
    }

    /// Names the state of the file that the running loop's round sees, and what was committed
    /// since `known`.
    public func stateAtOnce(since known: StoreSnapshot?) throws(StoreError) -> StoreState? {
        try core.read { connection throws(DatabaseError) -> StoreState? in
            guard let version = connection.snapshotVersion else { return nil }
            let changes =
                try known.map { known throws(DatabaseError) in
                    try AccessChanges.since(known.version, in: connection)
                } ?? .everything
            return StoreState(snapshot: StoreSnapshot(version: version), changes: changes)
        }
    }

    /// Remembers that the grant was used at `time`, without waiting for the write.
    public func noteUse(_ key: GrantKey, at time: Timestamp) {
        uses.note(key, at: time)
    }

    /// The grant and whether its parties may act, inside the running write.
    static func current(
        _ key: GrantKey,
        in connection: Connection
    ) throws(DatabaseError) -> (Grant, GrantStanding)? {
        try connection.first(
            """
            SELECT g.id, g.identifier, g.request_id, g.created_at, g.user_id, g.client_id,
                g.resource, g.scopes, g.lifetimes, g.code_challenge, g.redirect_uri, g.salt,
                g.generation, g.issued_at, g.previous_issued_at, g.last_used_at, g.revoked_at,
                g.revoked_by, g.revocation_reason, g.confirms_publishing, u.disabled_at,
                c.disabled_at
            FROM grants g JOIN users u ON u.id = g.user_id JOIN clients c ON c.id = g.client_id
            WHERE g.id = ?1
            """,
            [.integer(key.value)]
        ) { row throws(DatabaseError) in
            (
                try Grant(row: row),
                GrantStanding(isUserDisabled: !row.isNull(20), isClientDisabled: !row.isNull(21))
            )
        }
    }
}
