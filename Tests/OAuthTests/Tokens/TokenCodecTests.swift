import Cryptography
import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Token codec")
struct TokenCodecTests {
    private let salt = [UInt8](repeating: 6, count: 16)
    private let claims = TokenClaims(
        kind: .access,
        grant: GrantKey(42),
        generation: 3,
        scopes: [.postsRead, .postsWrite]
    )

    @Test(arguments: TokenKind.allCases)
    func `a token says what it was made for`(kind: TokenKind) throws {
        let codec = TokenCodec(keys: try Fixture.keys())
        let claims = TokenClaims(
            kind: kind,
            grant: GrantKey(.max),
            generation: .max,
            scopes: .resource
        )
        let text = codec.encode(claims, salt: salt).exposed
        #expect(text.hasPrefix(kind.prefix))
        #expect(text.utf8.count == 70)
        let token = try #require(codec.decode(Array(text.utf8), as: kind))
        #expect(token.claims == claims)
        #expect(token.isAuthentic(salt: salt))
    }

    @Test func `no flipped bit leaves a token authentic`() throws {
        let codec = TokenCodec(keys: try Fixture.keys(ids: [0, 1, 2, 3, 5, 9, 17, 33, 65, 129]))
        let text = Array(codec.encode(claims, salt: salt).exposed.utf8)
        let body = try #require(Base64URL.decode(text.dropFirst(4)))
        for bit in 0..<body.count * 8 {
            var changed = body
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            let token = codec.decode(Array("wla_".utf8) + Base64URL.encodedBytes(changed))
            #expect(token?.isAuthentic(salt: salt) != true, "bit \(bit)")
        }
    }

    @Test func `S-66 a token of one kind is never one of another`() throws {
        let codec = TokenCodec(keys: try Fixture.keys())
        let text = Array(codec.encode(claims, salt: salt).exposed.utf8)
        for kind in TokenKind.allCases where kind != .access {
            #expect(codec.decode(text, as: kind) == nil)
            let renamed = Array(kind.prefix.utf8) + text.dropFirst(4)
            #expect(codec.decode(renamed, as: kind)?.isAuthentic(salt: salt) == false)
        }
    }

    @Test func `another salt, pepper or block key does not authenticate`() throws {
        let codec = TokenCodec(keys: try Fixture.keys())
        let text = Array(codec.encode(claims, salt: salt).exposed.utf8)
        let token = try #require(codec.decode(text))
        #expect(!token.isAuthentic(salt: [UInt8](repeating: 7, count: 16)))
        let otherKeys = try #require(
            TokenKeys(
                peppers: [1: MACKey([UInt8](repeating: 1, count: 32))],
                newestPepperID: 1,
                blockKey: BlockKey([UInt8](repeating: 8, count: 32))
            )
        )
        let read = TokenCodec(keys: otherKeys).decode(text)
        #expect(read?.isAuthentic(salt: salt) != true)
    }

    @Test func `older tokens live on under their own pepper`() throws {
        let old = TokenCodec(keys: try Fixture.keys(ids: [1], newest: 1))
        let both = TokenCodec(keys: try Fixture.keys(ids: [1, 2], newest: 2))
        let new = TokenCodec(keys: try Fixture.keys(ids: [2], newest: 2))
        let first = old.encode(claims, salt: salt).exposed
        let second = both.encode(claims, salt: salt).exposed
        #expect(first != second)
        #expect(both.decode(Array(first.utf8))?.isAuthentic(salt: salt) == true)
        #expect(new.decode(Array(first.utf8)) == nil)
        #expect(new.decode(Array(second.utf8))?.isAuthentic(salt: salt) == true)
    }

    @Test func `the newest key must be among the keys`() {
        let keys = TokenKeys(
            peppers: [:],
            newestPepperID: 1,
            blockKey: BlockKey([UInt8](repeating: 0, count: 32))
        )
        #expect(keys == nil)
    }

    @Test func `other texts are no tokens`() throws {
        let codec = TokenCodec(keys: try Fixture.keys())
        let text = codec.encode(claims, salt: salt).exposed
        let others = [
            "", "wla_", "wla", String(text.dropLast()), text + "A", text + "=", "wlx_abc",
            "WLA_" + text.dropFirst(4), " " + text, "wla_" + String(repeating: "+", count: 66),
            String(repeating: "A", count: 70), String(repeating: "A", count: 100_000),
        ]
        for other in others { #expect(codec.decode(Array(other.utf8)) == nil, "\(other.count)") }
    }

    @Test func `the last character has one spelling only`() throws {
        let codec = TokenCodec(keys: try Fixture.keys())
        let text = Array(codec.encode(claims, salt: salt).exposed.utf8)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let readable = alphabet.utf8.count { codec.decode(text.dropLast() + [$0]) != nil }
        #expect(readable == 4)
    }

    @Test func `S-56 ten thousand tokens share nothing but the prefix and key id`() throws {
        let codec = TokenCodec(keys: try Fixture.keys())
        var seen: Set<String> = []
        var starts: Set<Substring> = []
        for number in 1...10_000 {
            let claims = TokenClaims(kind: .refresh, grant: GrantKey(Int64(number)), generation: 1)
            let text = codec.encode(claims, salt: salt).exposed
            seen.insert(text)
            starts.insert(text.dropFirst(6).prefix(4))
        }
        #expect(seen.count == 10_000)
        #expect(starts.count > 9_000)
    }

    @Test func `S-43 random guesses never authenticate`() throws {
        let codec = TokenCodec(keys: try Fixture.keys())
        let random = SeededRandom(seed: 43)
        for _ in 0..<10_000 {
            let guess = Array("wlc_".utf8) + Base64URL.encodedBytes([1] + random.bytes(48))
            #expect(codec.decode(guess)?.isAuthentic(salt: salt) != true)
        }
    }
}
