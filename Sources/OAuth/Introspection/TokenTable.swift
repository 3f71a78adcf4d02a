/// Tokens that were found authentic, in an array without gaps and an index into it.
///
/// A dictionary would leave a third to two thirds of its places empty, each as large as a token.
/// Nothing is ever taken out.
struct TokenTable {
    /// An access token and what its row said in one state of the store.
    struct Entry {
        let words: TokenWords
        let snapshot: StoreSnapshot
        let generation: UInt32
        let scopes: ScopeSet
        let access: GrantAccess

        /// What the token says.
        var claims: TokenClaims {
            TokenClaims(
                kind: .access,
                grant: access.grant.key,
                generation: generation,
                scopes: scopes
            )
        }
    }

    private var entries: [Entry] = []
    /// The number of an entry and 1, or 0, at the place that its hash names or the next free one
    /// behind; half of the places are free at least, and their number is a power of two.
    private var index: [UInt32] = []

    /// The number of tokens.
    var count: Int { entries.count }

    /// What is kept of a token.
    subscript(words: TokenWords) -> Entry? {
        position(of: words).map { entries[$0] }
    }

    /// Puts `entry` in the place of what is kept of its token.
    ///
    /// - Returns: Whether anything was.
    mutating func replace(_ entry: Entry) -> Bool {
        guard let position = position(of: entry.words) else { return false }
        entries[position] = entry
        return true
    }

    /// Keeps `entry`, whose token is not there yet.
    mutating func append(_ entry: Entry) {
        entries.append(entry)
        if entries.count * 2 > index.count {
            grow()
        } else {
            file(entries.count - 1)
        }
    }

    private func position(of words: TokenWords) -> Int? {
        guard !index.isEmpty else { return nil }
        var place = words.hash & (index.count - 1)
        while index[place] != 0 {
            let position = Int(index[place]) - 1
            if entries[position].words == words { return position }
            place = (place + 1) & (index.count - 1)
        }
        return nil
    }

    private mutating func grow() {
        index = [UInt32](repeating: 0, count: max(64, index.count * 2))
        for position in entries.indices { file(position) }
    }

    private mutating func file(_ position: Int) {
        var place = entries[position].words.hash & (index.count - 1)
        while index[place] != 0 { place = (place + 1) & (index.count - 1) }
        index[place] = UInt32(position + 1)
    }
}
