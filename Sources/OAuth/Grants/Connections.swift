public import Primitives

/// What a person sees and changes on the account page: the grants they approved.
public struct Connections: Sendable {
    /// Ended grants are shown for this long, 30 days.
    public static let shownAfterEndSeconds: Int64 = 2_592_000

    private let listing: any ConnectionStore
    private let grants: any GrantStore
    private let lifetimes: TokenLifetimes
    private let clock: any WallClock

    /// Creates the rules over a store.
    public init(
        listing: any ConnectionStore,
        grants: any GrantStore,
        lifetimes: TokenLifetimes,
        clock: any WallClock
    ) {
        self.listing = listing
        self.grants = grants
        self.lifetimes = lifetimes
        self.clock = clock
    }

    /// Returns the grants of a person that still work, newest first.
    public func list(of user: UserKey) async throws(StoreError) -> [GrantAccess] {
        let now = clock.now()
        return try await listing.connections(of: user).filter { isLive($0.grant, at: now) }
    }

    /// Returns what a person is connected to, each with its sign-ins, by the newest first.
    public func connections(of user: UserKey) async throws(StoreError) -> [ClientConnection] {
        try await list(of: user).reduce(into: []) { connections, access in
            if let index = connections.firstIndex(where: { $0.includes(access) }) {
                connections[index].signIns.append(access)
            } else {
                connections.append(ClientConnection(signIns: [access]))
            }
        }
    }

    /// Returns one live grant of a person and the other sign-ins of its client, or `nil`.
    ///
    /// A grant of somebody else is answered like one that does not exist.
    public func connection(
        _ identifier: String,
        of user: UserKey
    ) async throws(StoreError) -> (access: GrantAccess, others: [GrantAccess])? {
        let all = try await list(of: user)
        guard let access = all.first(where: { $0.grant.identifier.isIdentical(to: identifier) })
        else { return nil }
        let connection = ClientConnection(signIns: [access])
        let others = all.filter { connection.includes($0) && $0.grant.key != access.grant.key }
        return (access, others)
    }

    /// Returns the grants of a person that ended not long ago, the latest first.
    public func ended(of user: UserKey) async throws(StoreError) -> [GrantAccess] {
        let start = clock.now().adding(seconds: -Self.shownAfterEndSeconds)
        return try await listing.endedConnections(of: user, since: start)
    }

    /// Returns what a person let `client` do at `resource` before, or `nil`.
    public func earlier(
        of user: UserKey,
        client: String,
        resource: String
    ) async throws(StoreError) -> EarlierApproval? {
        try await listing.earlierApproval(of: user, client: client, resource: resource)
    }

    /// Sets what one grant may do and where; it holds for the very next call of its client.
    ///
    /// - Parameters:
    ///   - change: What the person saved.
    ///   - identifier: The grant, which must be one of the person's own.
    ///   - user: The person.
    /// - Returns: What became of it.
    /// - Throws: ``StoreError`` when the store cannot answer; then nothing was changed.
    public func change(
        _ change: ConnectionChange,
        of identifier: String,
        of user: UserKey
    ) async throws(StoreError) -> ConnectionChange.Outcome {
        guard let (access, _) = try await connection(identifier, of: user) else { return .gone }
        if let gap = change.gap { return .incomplete(gap) }
        let carried = access.grant.terms.scopes.intersection([.offlineAccess])
        let terms = ConnectionTerms(
            scopes: change.scopes.union(carried),
            workspaces: change.chosen,
            confirmsPublishing: change.confirmsPublishing,
            alsoNarrowsOthers: change.alsoNarrowsOthers
        )
        let isChanged = try await listing.change(access.grant.key, to: terms, at: clock.now())
        return isChanged ? .changed : .gone
    }

    /// Ends one grant; the very next call of its client is refused.
    ///
    /// - Parameters:
    ///   - identifier: The grant, which must be one of the person's own.
    ///   - user: The person.
    /// - Returns: The grant as it was, or `nil` where there was none to end.
    /// - Throws: ``StoreError`` when the store cannot answer.
    public func end(
        _ identifier: String,
        of user: UserKey
    ) async throws(StoreError) -> GrantAccess? {
        guard let (access, _) = try await connection(identifier, of: user) else { return nil }
        return try await end(access.grant.key) ? access : nil
    }

    /// Ends every sign-in of the client that holds one grant, at the same resource.
    ///
    /// - Parameters:
    ///   - identifier: One of its grants, which must be one of the person's own.
    ///   - user: The person.
    /// - Returns: The grant as it was, or `nil` where there was none to end.
    /// - Throws: ``StoreError`` when the store cannot answer.
    public func endConnection(
        _ identifier: String,
        of user: UserKey
    ) async throws(StoreError) -> GrantAccess? {
        guard let (access, others) = try await connection(identifier, of: user) else { return nil }
        let hasEnded = try await end(access.grant.key)
        for other in others { _ = try await end(other.grant.key) }
        return hasEnded ? access : nil
    }

    /// Ends every grant of a person and returns how many there were.
    public func endAll(of user: UserKey) async throws(StoreError) -> Int {
        var count = 0
        for access in try await list(of: user) where try await end(access.grant.key) {
            count += 1
        }
        return count
    }

    private func end(_ key: GrantKey) async throws(StoreError) -> Bool {
        let now = clock.now()
        let hasEnded = try await grants.update(key) { grant, _ in
            guard grant.revocation == nil else { return false }
            grant.revocation = Revocation(at: now, by: .person, reason: .endedByPerson)
            return true
        }
        return hasEnded == true
    }

    private func isLive(_ grant: Grant, at now: Timestamp) -> Bool {
        let lifetimes = grant.terms.lifetimes ?? lifetimes
        return grant.revocation == nil && grant.tokens.generation > 0
            && now.seconds(since: grant.createdAt) <= lifetimes.absoluteSeconds
            && now.seconds(since: grant.tokens.issuedAt) <= lifetimes.idleSeconds
    }
}
