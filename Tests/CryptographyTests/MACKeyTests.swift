import Cryptography
import Primitives
import Testing

@Suite("HMAC-SHA-256 (RFC 4231)")
struct MACKeyTests {
    struct Vector: Sendable {
        var key: String
        var data: String
        var mac: String
    }

    static let vectors: [Vector] = [
        Vector(
            key: String(repeating: "0b", count: 20),
            data: Hex.encode(bytes("Hi There")),
            mac: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Vector(
            key: Hex.encode(bytes("Jefe")),
            data: Hex.encode(bytes("what do ya want for nothing?")),
            mac: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Vector(
            key: String(repeating: "aa", count: 20),
            data: String(repeating: "dd", count: 50),
            mac: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Vector(
            key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
            data: String(repeating: "cd", count: 50),
            mac: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Vector(
            key: String(repeating: "aa", count: 131),
            data: Hex.encode(bytes("Test Using Larger Than Block-Size Key - Hash Key First")),
            mac: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Vector(
            key: String(repeating: "aa", count: 131),
            data: Hex.encode(
                bytes(
                    "This is a test using a larger than block-size key and a larger than "
                        + "block-size data. The key needs to be hashed before being used by the "
                        + "HMAC algorithm."
                )
            ),
            mac: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test(arguments: 0..<vectors.count)
    func `the RFC's test cases come out, again with the same key`(index: Int) throws {
        let vector = Self.vectors[index]
        let key = MACKey(try hex(vector.key))
        let data = try hex(vector.data)
        for _ in 0..<3 { #expect(Hex.encode(key.authenticate(data)) == vector.mac) }
        #expect(key.isValid(try hex(vector.mac), for: data))
    }

    @Test func `the RFC's truncated case is valid, and shorter ones are not`() throws {
        let key = MACKey([UInt8](repeating: 0x0c, count: 20))
        let mac = try hex("a3b6167473100ee06e0c796c2955552b")
        #expect(key.isValid(mac, for: bytes("Test With Truncation")))
        for length in 0..<16 {
            #expect(!key.isValid(Array(mac.prefix(length)), for: bytes("Test With Truncation")))
        }
    }

    @Test func `every changed bit and every added byte is refused`() {
        let key = MACKey(bytes("a key"))
        let mac = key.authenticate(bytes("message"))
        for bit in 0..<256 {
            var wrong = mac
            wrong[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.isValid(wrong, for: bytes("message")))
        }
        #expect(!key.isValid(mac + [0], for: bytes("message")))
        #expect(!key.isValid(mac, for: bytes("messagf")))
    }

    @Test func `many tasks share one key`() async {
        let key = MACKey(bytes("shared"))
        let expected = (0..<64).map { key.authenticate([UInt8($0)]) }
        let agreed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<2_000).allSatisfy {
                        key.authenticate([UInt8($0 % 64)]) == expected[$0 % 64]
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(agreed)
    }
}
