internal import Database
internal import OAuth
internal import Primitives

/// What one event loop has read in the present state of the file, beside the grants themselves.
///
/// People, clients, memberships and resource servers are few and asked for again and again. What is
/// kept is forgotten as soon as a change of any of them was committed, by this process or another
/// one: the list of changes of access, whose newest number is read in every read transaction, says
/// so. A change is therefore seen by the first request that arrives after it, as if nothing were
/// kept. Changes of single grants leave it alone, since nothing of a grant is kept here.
final class ReadCache {
    /// Rows of each kind that are kept at most.
    private static let capacity = 10_000

    private var version: Int64?
    private var users: [Int64: GrantUser] = [:]
    private var clients: [Int64: GrantClient] = [:]
    private var workspaces: [Place: EffectiveWorkspace?] = [:]
    private var servers: [String: ResourceServer] = [:]
    private var parties: [Pair: Kept] = [:]
    /// The identifiers of the grant under way, in a buffer that is used again.
    private var selection: [Int64] = []
    /// What the last rows of grants had in common; no state of the file, so it never goes stale.
    var texts = SharedTexts()

    /// A person and a client.
    private struct Pair: Hashable {
        let user: Int64
        let client: Int64
    }

    /// The parties of the last grant of a pair, and the workspaces that it selected.
    private struct Kept {
        let selection: [Int64]
        let parties: GrantParties
    }

    /// A person in a workspace.
    private struct Place: Hashable {
        let user: Int64
        let workspace: Int64
    }

    /// Makes the cache one of the state that `connection` sees; where that has no number nothing is
    /// kept.
    func enter(_ connection: Connection) throws(DatabaseError) {
        let present = connection.snapshotVersion
        guard present == nil || present != version else { return }
        if let version, case .grants = try AccessChanges.since(version, in: connection) {
            self.version = present
            return
        }
        version = present
        users.removeAll(keepingCapacity: true)
        clients.removeAll(keepingCapacity: true)
        workspaces.removeAll(keepingCapacity: true)
        servers.removeAll(keepingCapacity: true)
        parties.removeAll(keepingCapacity: true)
    }

    /// The person of a grant.
    private func user(_ key: UserKey, in connection: Connection) throws(DatabaseError) -> GrantUser?
    {
        if let known = users[key.value] { return known }
        let found = try connection.first(
            "SELECT identifier, email, name, disabled_at FROM users WHERE id = ?1",
            [.integer(key.value)]
        ) { GrantUser(row: $0, from: 0) }
        if let found { Self.keep(found, for: key.value, in: &users) }
        return found
    }

    /// The client of a grant.
    private func client(
        _ key: ClientKey,
        in connection: Connection
    ) throws(DatabaseError) -> GrantClient? {
        if let known = clients[key.value] { return known }
        let found = try connection.first(
            "SELECT identifier, name, disabled_at, kind FROM clients WHERE id = ?1",
            [.integer(key.value)]
        ) { row throws(DatabaseError) in try GrantClient(row: row, from: 0) }
        if let found { Self.keep(found, for: key.value, in: &clients) }
        return found
    }

    /// Whom a grant binds and which of its workspaces the person may enter now.
    func parties(of grant: Grant, in connection: Connection) throws(DatabaseError) -> GrantParties?
    {
        selection.removeAll(keepingCapacity: true)
        try connection.forEach(
            "SELECT workspace_id FROM grant_workspaces WHERE grant_id = ?1 ORDER BY workspace_id",
            [.integer(grant.key.value)]
        ) { row throws(DatabaseError) in selection.append(row.integer(0)) }
        let pair = Pair(user: grant.terms.user.value, client: grant.terms.client.value)
        if let kept = parties[pair], kept.selection == selection { return kept.parties }
        guard let user = try user(grant.terms.user, in: connection),
            let client = try client(grant.terms.client, in: connection)
        else { return nil }
        var workspaces: [EffectiveWorkspace] = []
        for key in selection {
            let place = Place(user: pair.user, workspace: key)
            if let workspace = try workspace(place, in: connection) { workspaces.append(workspace) }
        }
        let found = GrantParties(user: user, client: client, workspaces: workspaces)
        Self.keep(Kept(selection: Array(selection), parties: found), for: pair, in: &parties)
        return found
    }

    /// The resource server that authenticates with `identifier`, which is ASCII.
    func resourceServer(
        _ identifier: String,
        in connection: Connection
    ) throws(DatabaseError) -> ResourceServer? {
        if let known = servers[identifier] { return known }
        let found = try connection.first(
            """
            SELECT identifier, audience, secret_hash, scopes FROM resource_servers
            WHERE identifier = ?1
            """,
            [.text(identifier)]
        ) { row in
            ResourceServer(
                identifier: row.text(0),
                audience: row.text(1),
                scopes: row.resourceScopes(3),
                secretHash: row.blob(2)
            )
        }
        if let found { Self.keep(found, for: identifier, in: &servers) }
        return found
    }

    /// The workspace as the person sees it, `nil` where they are no member or it is archived.
    private func workspace(
        _ place: Place,
        in connection: Connection
    ) throws(DatabaseError) -> EffectiveWorkspace? {
        if let known = workspaces[place] { return known }
        let found = try connection.first(
            """
            SELECT w.identifier, w.name, m.role
            FROM memberships m JOIN workspaces w ON w.id = m.workspace_id
            WHERE m.user_id = ?1 AND m.workspace_id = ?2 AND w.archived_at IS NULL
            """,
            [.integer(place.user), .integer(place.workspace)],
            EffectiveWorkspace.init(row:)
        )
        Self.keep(found, for: place, in: &workspaces)
        return found
    }

    private static func keep<Key, Value>(
        _ value: Value,
        for key: Key,
        in kept: inout [Key: Value]
    ) {
        if kept.count >= capacity { kept.removeAll(keepingCapacity: true) }
        kept[key] = value
    }
}

/// The caches of all event loops.
struct ReadCaches: Sendable {
    private let loops = LoopLocal<ReadCache?>(nil)

    /// The running loop's cache in the state that `connection` reads; off the loops, an empty one.
    func cache(for connection: Connection) throws(DatabaseError) -> ReadCache {
        let own = loops.withValue { cache -> ReadCache in
            let found = cache ?? ReadCache()
            cache = found
            return found
        }
        let cache = own ?? ReadCache()
        try cache.enter(connection)
        return cache
    }
}
