import Primitives
import Testing

@Suite("ASCII and hexadecimal")
struct ASCIITests {
    @Test(arguments: ["", "+5", "-1", " 1", "1_0", "٣", "9223372036854775808"])
    func `only plain decimal digits in range are a number`(text: String) {
        #expect(ASCII.decimal(Array(text.utf8)) == nil)
    }

    @Test func `the largest number is read`() {
        #expect(ASCII.decimal(Array("9223372036854775807".utf8)) == .max)
    }

    @Test func `a Kelvin sign is not lowercased`() {
        #expect(ASCII.lowercased("K\u{212A}Z").isIdentical(to: "k\u{212A}z"))
    }

    @Test func `canonically equal texts are not identical`() {
        #expect(!"\u{e9}".isIdentical(to: "e\u{301}"))
    }

    @Test func `hexadecimal goes there and back`() {
        #expect(Hex.encode([0, 255, 16]) == "00ff10")
        #expect(Hex.decode(Array("00FF10".utf8)) == [0, 255, 16])
        #expect(Hex.decode(Array("0g".utf8)) == nil)
        #expect(Hex.decode(Array("0".utf8)) == nil)
    }

    @Test func `a secret shows nothing of itself`() {
        let secret = SecretText("hunter2")
        #expect("\(secret)" == "[redacted]")
        #expect(String(reflecting: secret) == "[redacted]")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }
}
