private import Cryptography
internal import Primitives

/// The access tokens that each event loop found authentic in the present state of the store, with
/// what was read for them.
///
/// Checking a token costs a look-up, a deciphering and a MAC, and most tokens come again before
/// anything was written. What is kept counts only in the very state of the store in which it was
/// read, so a revocation, by whatever process, is seen by the next request as if nothing were kept.
/// Time, audience and lifetimes are judged anew for every request.
struct KnownTokens: Sendable {
    /// A token and what its row said.
    struct Found {
        let claims: TokenClaims
        let access: GrantAccess
    }

    private struct Entry {
        let token: [UInt8]
        let snapshot: StoreSnapshot
        let found: Found
    }

    /// The newer and the older half: when the newer one is full, it takes the place of the older.
    private struct Halves {
        var newer: [UInt64: Entry] = [:]
        var older: [UInt64: Entry] = [:]
    }

    /// Tokens in each half; an entry takes about half a kilobyte.
    static let capacity = 32_768

    private let loops = LoopLocal(Halves())

    /// What is known of `token` in the state `snapshot`, compared in constant time.
    func found(_ token: [UInt8], in snapshot: StoreSnapshot) -> Found? {
        let key = Self.key(of: token)
        let entry = loops.withValue { halves in halves.newer[key] ?? halves.older[key] } ?? nil
        guard let entry, entry.snapshot == snapshot, ConstantTime.equals(entry.token, token) else {
            return nil
        }
        return entry.found
    }

    /// Keeps what was read for an authentic `token` in the state `snapshot` or a later one.
    func keep(_ found: Found, for token: [UInt8], in snapshot: StoreSnapshot) {
        let key = Self.key(of: token)
        loops.withValue { halves in
            if halves.newer.count >= Self.capacity, halves.newer[key] == nil {
                halves.older = halves.newer
                halves.newer = [:]
            }
            halves.newer[key] = Entry(token: token, snapshot: snapshot, found: found)
        }
    }

    /// The hash of all bytes at once, with a key of this process.
    private static func key(of token: [UInt8]) -> UInt64 {
        var hasher = Hasher()
        // The pointer is used only inside this closure.
        unsafe token.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
