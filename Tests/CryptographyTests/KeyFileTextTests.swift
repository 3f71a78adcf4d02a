import Primitives
import TestSupport
import Testing

@testable import Cryptography

@Suite("The key file's text")
struct KeyFileTextTests {
    static let key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"

    private func parse(_ text: String) throws -> KeyRing {
        try KeyFileText.keyRing(from: bytes(text))
    }

    @Test func `what is written is read`() throws {
        let ring = try KeyFileText.keyRing(from: KeyFileText.fresh(random: SeededRandom(seed: 1)))
        #expect(ring.newestPepperID == 1)
    }

    @Test func `several peppers, comments and empty lines are read`() throws {
        let ring = try parse(
            "# old\n\nwayleave-keys 1\nroot \(Self.key)\npepper 3 \(Self.key)\n# x\n"
                + "pepper 9 \(Self.key)"
        )
        #expect(ring.tokenPeppers.keys.sorted() == [3, 9])
        #expect(ring.newestPepperID == 9)
    }

    @Test(arguments: [
        ("", 1), ("wayleave-keys 1\n", 2), ("root \(key)\n", 1),
        ("wayleave-keys 1\nroot \(key)\n", 3),
        ("wayleave-keys 1\nroot AQEB\npepper 1 \(key)\n", 2),
        ("wayleave-keys 1\nroot \(key)=\npepper 1 \(key)\n", 2),
        ("wayleave-keys 1\nroot \(key)\nroot \(key)\npepper 1 \(key)\n", 3),
        ("wayleave-keys 1\nroot \(key)\npepper 0 \(key)\n", 3),
        ("wayleave-keys 1\nroot \(key)\npepper 256 \(key)\n", 3),
        ("wayleave-keys 1\nroot \(key)\npepper +1 \(key)\n", 3),
        ("wayleave-keys 1\nroot \(key)\npepper 1 \(key)\npepper 1 \(key)\n", 4),
        ("wayleave-keys 1\nroot \(key)\npepper 1  \(key)\n", 3),
        ("wayleave-keys 1\nroot \(key)\npepper 1 \(key)\nextra\n", 4),
        ("wayleave-keys 1\nwayleave-keys 1\n", 2),
        ("wayleave-keys 1\r\nroot \(key)\r\n", 1),
    ])
    func `a damaged text is refused with the line`(text: String, line: Int) {
        #expect(throws: KeyFileText.ParseError.malformed(line: line)) { try parse(text) }
    }

    @Test func `a newer version is named as such`() {
        #expect(throws: KeyFileText.ParseError.unknownVersion) {
            try parse("wayleave-keys 2\nanything\n")
        }
    }
}
