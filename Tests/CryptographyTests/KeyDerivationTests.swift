import Primitives
import Testing

@testable import Cryptography

@Suite("Key derivation (RFC 5869)")
struct KeyDerivationTests {
    struct Vector: Sendable {
        var key, salt, info: [UInt8]
        var output: String
    }

    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0x0b, count: 22),
            salt: Array(0x00...0x0c),
            info: Array(0xf0...0xf9),
            output: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                + "34007208d5b887185865"
        ),
        Vector(
            key: Array(0x00...0x4f),
            salt: Array(0x60...0xaf),
            info: Array(0xb0...0xff),
            output: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                + "cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
        Vector(
            key: [UInt8](repeating: 0x0b, count: 22),
            salt: [],
            info: [],
            output: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                + "9d201395faa4b61a96c8"
        ),
    ]

    @Test(arguments: 0..<vectors.count)
    func `the RFC's test cases with SHA-256 come out`(index: Int) {
        let vector = Self.vectors[index]
        let output = KeyDerivation.derive(
            from: vector.key,
            salt: vector.salt,
            info: vector.info,
            count: vector.output.count / 2
        )
        #expect(Hex.encode(output) == vector.output)
    }

    @Test func `labels are independent`() {
        let key = [UInt8](repeating: 9, count: 32)
        let labels = ["a", "b", "ab", ""]
        let outputs = labels.map { KeyDerivation.derive(from: key, label: $0, count: 32) }
        #expect(Set(outputs).count == labels.count)
        #expect(KeyDerivation.derive(from: key, label: "a", count: 32) == outputs[0])
    }
}
