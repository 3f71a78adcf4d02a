public import Cryptography
public import Primitives

/// The keys that tokens are made and checked with.
public struct TokenKeys: Sendable {
    /// The MAC keys by their id; older ones stay until no grant depends on them.
    public let peppers: [UInt8: MACKey]
    /// The id of the key that new tokens use.
    public let newestPepperID: UInt8
    /// The key that hides grant ids and generations.
    public let blockKey: BlockKey

    /// Takes the keys out of a key ring, whose newest pepper is always among its peppers.
    public init(of ring: KeyRing) {
        peppers = ring.tokenPeppers
        newestPepperID = ring.newestPepperID
        blockKey = ring.tokenBlockKey
    }

    /// Creates the keys, or `nil` when the newest is not among `peppers`.
    public init?(peppers: [UInt8: MACKey], newestPepperID: UInt8, blockKey: BlockKey) {
        guard peppers[newestPepperID] != nil else { return nil }
        self.peppers = peppers
        self.newestPepperID = newestPepperID
        self.blockKey = blockKey
    }
}

/// What a token says about itself, believed only once its MAC was checked.
public struct TokenClaims: Sendable, Equatable {
    /// What the token is for.
    public let kind: TokenKind
    /// The grant it belongs to.
    public let grant: GrantKey
    /// The generation it was issued in.
    public let generation: UInt32
    /// The scopes of an access token; empty in codes and refresh tokens, which stand for the grant.
    public let scopes: ScopeSet

    /// Creates the claims.
    public init(kind: TokenKind, grant: GrantKey, generation: UInt32, scopes: ScopeSet = .none) {
        self.kind = kind
        self.grant = grant
        self.generation = generation
        self.scopes = scopes
    }
}

/// A well-formed token whose MAC was not checked yet.
///
/// The check needs the salt of the grant's row, so a token is first read, then its row, and only
/// then believed.
public struct PresentedToken: Sendable {
    /// What the token says.
    public let claims: TokenClaims

    fileprivate let message: [UInt8]
    fileprivate let mac: [UInt8]
    fileprivate let pepper: MACKey

    /// Whether this server issued the token for the grant with this salt; takes constant time.
    public func isAuthentic(salt: [UInt8]) -> Bool {
        pepper.isValid(mac, for: message + salt)
    }
}

/// Turns claims into tokens and back.
///
/// A token is its prefix and the base64url form of key id (1 byte), the enciphered block of grant
/// key (8), generation (4) and scopes (4), and an HMAC-SHA-256 (32) over kind, key id, plain block
/// and the grant's salt. The salt is in the database and the pepper in the key file, so neither
/// alone forges a token; the block cipher hides how many grants there are. The codec keeps no
/// state.
public struct TokenCodec: Sendable {
    private let keys: TokenKeys

    private static let blockByteCount = 16
    private static let macByteCount = 32
    private static let byteCount = 1 + blockByteCount + macByteCount

    /// Creates the codec.
    public init(keys: TokenKeys) {
        self.keys = keys
    }

    /// Returns the token for `claims`; equal claims, salt and newest key give an equal token.
    public func encode(_ claims: TokenClaims, salt: [UInt8]) -> SecretText {
        let keyID = keys.newestPepperID
        guard let pepper = keys.peppers[keyID] else {
            // `TokenKeys` holds the newest key by construction.
            preconditionFailure("the newest pepper is missing")
        }
        let block = Self.block(of: claims)
        let mac = pepper.authenticate(Self.message(claims.kind, keyID, block) + salt)
        var text = Array(claims.kind.prefix.utf8)
        Base64URL.append([keyID] + keys.blockKey.encipher(block) + mac, to: &text)
        return SecretText(String(decoding: text, as: UTF8.self))
    }

    /// Reads `text` as a token of any kind, or returns `nil` where it has not the form of one.
    public func decode(_ text: [UInt8]) -> PresentedToken? {
        guard let kind = TokenKind(prefixOf: text),
            text.count == TokenKind.prefixByteCount + (Self.byteCount * 4 + 2) / 3,
            let bytes = Base64URL.decode(text[TokenKind.prefixByteCount...]),
            bytes.count == Self.byteCount,
            let pepper = keys.peppers[bytes[0]]
        else { return nil }
        let block = keys.blockKey.decipher(Array(bytes[1..<1 + Self.blockByteCount]))
        let key = Int64(bitPattern: Self.integer(block, 0..<8))
        guard key > 0 else { return nil }
        return PresentedToken(
            claims: TokenClaims(
                kind: kind,
                grant: GrantKey(key),
                generation: UInt32(truncatingIfNeeded: Self.integer(block, 8..<12)),
                scopes: ScopeSet(mask: UInt32(truncatingIfNeeded: Self.integer(block, 12..<16)))
            ),
            message: Self.message(kind, bytes[0], block),
            mac: Array(bytes.suffix(Self.macByteCount)),
            pepper: pepper
        )
    }

    /// Reads `text` as a token of one kind, or returns `nil`.
    public func decode(_ text: [UInt8], as kind: TokenKind) -> PresentedToken? {
        guard TokenKind(prefixOf: text) == kind else { return nil }
        return decode(text)
    }

    private static func block(of claims: TokenClaims) -> [UInt8] {
        let key = UInt64(bitPattern: claims.grant.value)
        let rest = UInt64(claims.generation) << 32 | UInt64(claims.scopes.mask)
        var block: [UInt8] = []
        block.reserveCapacity(blockByteCount)
        for value in [key, rest] {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                block.append(UInt8(truncatingIfNeeded: value >> (56 - shift)))
            }
        }
        return block
    }

    /// What is authenticated, before the salt, with room for it.
    private static func message(_ kind: TokenKind, _ keyID: UInt8, _ block: [UInt8]) -> [UInt8] {
        var message: [UInt8] = []
        message.reserveCapacity(2 + 2 * blockByteCount)
        message.append(kind.rawValue)
        message.append(keyID)
        message.append(contentsOf: block)
        return message
    }

    private static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        var value: UInt64 = 0
        for position in range { value = value << 8 | UInt64(bytes[position]) }
        return value
    }
}
