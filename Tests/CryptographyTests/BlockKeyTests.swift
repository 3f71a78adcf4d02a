import Cryptography
import Primitives
import TestSupport
import Testing

@Suite("One AES-256 block (FIPS 197)")
struct BlockKeyTests {
    @Test func `the standard's example C3 comes out, in both directions`() throws {
        let key = BlockKey(
            try hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
        )
        let plain = try hex("00112233445566778899aabbccddeeff")
        let cipher = try hex("8ea2b7ca516745bfeafc49904b496089")
        for _ in 0..<3 {
            #expect(key.encipher(plain) == cipher)
            #expect(key.decipher(cipher) == plain)
        }
    }

    @Test func `any block comes back`() {
        let random = SeededRandom(seed: 1)
        let key = BlockKey(random.bytes(32))
        for _ in 0..<500 {
            let block = random.bytes(16)
            #expect(key.decipher(key.encipher(block)) == block)
        }
    }
}
