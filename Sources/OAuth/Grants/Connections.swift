public import Primitives

/// Where a person's grants are listed.
public protocol ConnectionStore: Sendable {
    /// Returns the grants of `user` that are not revoked and whose code was redeemed, newest first.
    func connections(of user: UserKey) async throws(StoreError) -> [GrantAccess]
}

/// What a person sees and ends on the account page: the grants they approved.
public struct Connections: Sendable {
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

    /// Returns the connections of a person that still work, newest first.
    public func list(of user: UserKey) async throws(StoreError) -> [GrantAccess] {
        let now = clock.now()
        return try await listing.connections(of: user).filter { isLive($0.grant, at: now) }
    }

    /// Ends one connection; the very next call of its client is refused.
    ///
    /// - Parameters:
    ///   - identifier: The grant, which must be one of the person's own.
    ///   - user: The person.
    /// - Returns: The connection as it was, or `nil` where there was none to end.
    /// - Throws: ``StoreError`` when the store cannot answer.
    public func end(
        _ identifier: String,
        of user: UserKey
    ) async throws(StoreError) -> GrantAccess? {
        for access in try await list(of: user)
        where access.grant.identifier.isIdentical(to: identifier) {
            return try await end(access.grant.key) ? access : nil
        }
        return nil
    }

    /// Ends every connection of a person and returns how many there were.
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
