/// The bytes of an access token in a form that needs no memory of its own.
///
/// Two are compared in constant time, so that the time of a look-up tells nothing about the tokens
/// that are kept; the hash has a key of the process.
struct TokenWords: Equatable {
    private typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    private static let byteCount = TokenKind.prefixByteCount + 66

    private let words: Words
    /// The last eight bytes, some of which the words before hold too.
    private let last: UInt64

    /// Takes over `token`, or returns `nil` where it has not the length of one.
    init?(_ token: [UInt8]) {
        guard token.count == Self.byteCount else { return nil }
        // Every offset is at least eight bytes below the count that was just checked.
        let load = { (offset: Int) in
            unsafe token.withUnsafeBytes { bytes in
                unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            }
        }
        words = (load(0), load(8), load(16), load(24), load(32), load(40), load(48), load(56))
        last = load(Self.byteCount - 8)
    }

    /// Whether both are the same bytes; takes the same time for all.
    static func == (left: TokenWords, right: TokenWords) -> Bool {
        let (one, other) = (left.words, right.words)
        var difference = (one.0 ^ other.0) | (one.1 ^ other.1) | (one.2 ^ other.2)
        difference |= (one.3 ^ other.3) | (one.4 ^ other.4) | (one.5 ^ other.5)
        difference |= (one.6 ^ other.6) | (one.7 ^ other.7) | (left.last ^ right.last)
        return difference == 0
    }

    /// A number under which a table keeps the token; it follows from a key of the process.
    var hash: Int {
        var hasher = Hasher()
        // The prefix, the key id and the enciphered block tell tokens apart; the MAC need not.
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
        return hasher.finalize()
    }
}
