import Primitives
import Testing

@Suite("Base64url (RFC 4648)")
struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
        ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 section 10 encode and decode`(plain: String, encoded: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
        #expect(Base64URL.decode(Array(encoded.utf8)) == Array(plain.utf8))
    }

    @Test func `the two letters that differ from base64 are used`() {
        #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
    }

    @Test func `bytes that do not lie together are read too`() {
        let pieces = [Array("Zm9v".utf8), Array("YmFy".utf8)]
        #expect(Base64URL.decode(Array(pieces.joined())) == Array("foobar".utf8))
        #expect(Base64URL.decode("xxZm9v".utf8.dropFirst(2)) == Array("foo".utf8))
        let reversed = Array("oof".utf8).reversed() as ReversedCollection<[UInt8]>
        #expect(Base64URL.encode(reversed) == "Zm9v")
        #expect(
            Base64URL.decode(Array("v9mZ".utf8).reversed() as ReversedCollection<[UInt8]>)
                == Array("foo".utf8)
        )
    }

    @Test(arguments: ["Zg==", "Zh", "Z", "Zm9v\n", "Zm+v", "Zm/v", " Zg", "Zm9vY"])
    func `a text that is not canonical is refused`(text: String) {
        #expect(Base64URL.decode(Array(text.utf8)) == nil)
    }
}
