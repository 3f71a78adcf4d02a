internal import Primitives

/// The access tokens that each event loop found authentic, with what was read for them.
///
/// Checking a token costs a look-up, a deciphering and a MAC, and most tokens come again before
/// anything that concerns them was written. What is kept counts only until the store names a change
/// that concerns it, so a revocation, by whatever process, is seen by the next request as if
/// nothing were kept. Time, audience and lifetimes are judged anew for every request.
struct KnownTokens: Sendable {
    /// A token and what its row said.
    struct Found {
        let claims: TokenClaims
        let access: GrantAccess
    }

    /// The newer and the older half: when the newer one is full, it takes the place of the older.
    private struct Halves {
        var newer = TokenTable()
        var older = TokenTable()
        var changes = ChangedGrants()
    }

    /// Tokens in each half; one takes some 570 bytes with what was read for it.
    static let capacity = 32_768

    private let loops = LoopLocal(Halves())

    /// The state up to which the running loop has heard of changes.
    var seen: StoreSnapshot? { loops.withValue { $0.changes.seen } ?? nil }

    /// Hears of the changes since ``seen``; call it before ``found(_:)``.
    func hear(of state: StoreState) {
        loops.withValue { halves in
            guard state.snapshot != halves.changes.seen, halves.changes.hear(of: state) else {
                return
            }
            halves.newer = TokenTable()
            halves.older = TokenTable()
        }
    }

    /// What is known of `token` and was not changed since, compared in constant time.
    func found(_ token: [UInt8]) -> Found? {
        guard let words = TokenWords(token) else { return nil }
        let found = loops.withValue { halves -> Found? in
            guard let entry = halves.newer[words] ?? halves.older[words],
                halves.changes.isCurrent(entry.access.grant.key, readIn: entry.snapshot)
            else { return nil }
            return Found(claims: entry.claims, access: entry.access)
        }
        return found ?? nil
    }

    /// Keeps what was read for an authentic `token` in the state `snapshot` or a later one.
    func keep(_ found: Found, for token: [UInt8], in snapshot: StoreSnapshot) {
        guard let words = TokenWords(token) else { return }
        let entry = TokenTable.Entry(
            words: words,
            snapshot: snapshot,
            generation: found.claims.generation,
            scopes: found.claims.scopes,
            access: found.access
        )
        loops.withValue { halves in
            // What an older state said of the token would only take up memory.
            if halves.newer.replace(entry) || halves.older.replace(entry) { return }
            if halves.newer.count >= Self.capacity {
                halves.older = halves.newer
                halves.newer = TokenTable()
            }
            halves.newer.append(entry)
        }
    }
}
