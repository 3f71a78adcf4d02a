import Primitives
import TestSupport
import Testing

@testable import Cryptography

@Suite("Sealing (AES-256-GCM)")
struct SealingKeyTests {
    struct Vector: Sendable {
        var key, nonce, plaintext, context, ciphertext, tag: String
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13 to 16.
    static let vectors: [Vector] = {
        let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
        let plaintext = """
            d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
            1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255
            """
        let ciphertext = """
            522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
            8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad
            """
        return [
            Vector(
                key: String(repeating: "00", count: 32),
                nonce: String(repeating: "00", count: 12),
                plaintext: "",
                context: "",
                ciphertext: "",
                tag: "530f8afbc74536b9a963b4f1c4cb738b"
            ),
            Vector(
                key: String(repeating: "00", count: 32),
                nonce: String(repeating: "00", count: 12),
                plaintext: String(repeating: "00", count: 16),
                context: "",
                ciphertext: "cea7403d4d606b6e074ec5d3baf39d18",
                tag: "d0d1c8a799996bf0265b98b5d48ab919"
            ),
            Vector(
                key: key,
                nonce: "cafebabefacedbaddecaf888",
                plaintext: plaintext,
                context: "",
                ciphertext: ciphertext,
                tag: "b094dac5d93471bdec1a502270e3cc6c"
            ),
            Vector(
                key: key,
                nonce: "cafebabefacedbaddecaf888",
                plaintext: String(plaintext.prefix(120)),
                context: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                ciphertext: String(ciphertext.prefix(120)),
                tag: "76fc6ece0f4e1768cddf8853bb2d551b"
            ),
        ]
    }()

    @Test(arguments: 0..<vectors.count)
    func `the published test cases come out and open`(index: Int) throws {
        let vector = Self.vectors[index]
        let key = SealingKey(try hex(vector.key))
        let context = try hex(vector.context)
        let sealed = key.seal(
            try hex(vector.plaintext),
            context: context,
            nonce: try hex(vector.nonce)
        )
        #expect(Hex.encode(sealed) == vector.nonce + vector.ciphertext + vector.tag)
        #expect(key.open(sealed, context: context).map(Hex.encode) == vector.plaintext)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 300])
    func `a sealed value opens, and no changed or shortened one does`(length: Int) {
        let random = SeededRandom(seed: UInt64(length))
        let key = SealingKey(random.bytes(32))
        let plaintext = random.bytes(length)
        let sealed = key.seal(plaintext, context: bytes("use"), random: random)
        #expect(sealed.count == length + SealingKey.overheadByteCount)
        #expect(key.open(sealed, context: bytes("use")) == plaintext)
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 0x40
            #expect(key.open(changed, context: bytes("use")) == nil)
        }
        for shorter in 0..<sealed.count {
            #expect(key.open(Array(sealed.prefix(shorter)), context: bytes("use")) == nil)
        }
        #expect(key.open(sealed + [0], context: bytes("use")) == nil)
        #expect(key.open(sealed, context: bytes("usf")) == nil)
        #expect(key.open(sealed, context: []) == nil)
        #expect(SealingKey(random.bytes(32)).open(sealed, context: bytes("use")) == nil)
    }

    @Test func `random sealing of equal values differs`() {
        let key = SealingKey(SystemRandom().bytes(32))
        let values = (0..<100).map { _ in key.seal([1], context: [], random: SystemRandom()) }
        #expect(Set(values).count == 100)
    }

    @Test func `deterministic sealing depends on key, context and plaintext alone`() {
        let key = SealingKey([UInt8](repeating: 7, count: 32))
        let again = SealingKey([UInt8](repeating: 7, count: 32))
        let sealed = key.sealDeterministically(bytes("value"), context: bytes("a"))
        #expect(again.sealDeterministically(bytes("value"), context: bytes("a")) == sealed)
        #expect(again.open(sealed, context: bytes("a")) == bytes("value"))
        let others = [
            key.sealDeterministically(bytes("valuf"), context: bytes("a")),
            key.sealDeterministically(bytes("value"), context: bytes("b")),
            // Joined, context and value are the same bytes as above.
            key.sealDeterministically(bytes("alue"), context: bytes("av")),
            SealingKey([UInt8](repeating: 8, count: 32))
                .sealDeterministically(bytes("value"), context: bytes("a")),
        ]
        #expect(Set(others.map { Array($0.prefix(12)) } + [Array(sealed.prefix(12))]).count == 5)
    }

    @Test func `a refused value leaves no error behind for the next OpenSSL call`() {
        let key = SealingKey([UInt8](repeating: 1, count: 32))
        var sealed = key.sealDeterministically(bytes("value"), context: [])
        sealed[20] ^= 1
        #expect(key.open(sealed, context: []) == nil)
        #expect(!hasPendingErrors())
    }
}
