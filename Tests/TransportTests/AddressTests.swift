import Testing
import Transport

@Suite("Addresses")
struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("0.0.0.0:0", "0.0.0.0:0"),
        ("[::1]:443", "[::1]:443"),
        ("[2001:DB8::0:1]:65535", "[2001:db8::1]:65535"),
        ("localhost:80", "127.0.0.1:80"),
        ("LocalHost:80", "127.0.0.1:80"),
    ])
    func `an address and port is read`(text: String, expected: String) throws {
        #expect(try SocketAddress(parsing: text).description == expected)
    }

    @Test(arguments: [
        "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:+80", "127.0.0.1:65536",
        "127.0.0.1:-1", "::1:80", "[127.0.0.1]:80", "[::1]", "example.com:80", "127.1:80",
        "0177.0.0.1:80", "2130706433:80", "127.0.0.1 :80", "[::1%lo]:80", "127.0.0.1\u{0}:80",
    ])
    func `anything else is refused, naming the text`(text: String) {
        #expect(throws: TransportError.addressMalformed(text)) {
            try SocketAddress(parsing: text)
        }
    }

    @Test(arguments: [
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("::1", "::1"),
        ("::ffff:0:192.0.2.1", "::ffff:0:c000:201"),
    ])
    func `a mapped address is turned into the one it maps`(text: String, expected: String) throws {
        let address = try #require(IPAddress(parsing: text))
        #expect(IPAddress(parsing: expected) == address.unmapped)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.9", true), ("128.0.0.1", false), ("::1", true),
        ("::2", false), ("::ffff:127.0.0.1", true),
    ])
    func `loopback is recognised in every form`(text: String, expected: Bool) throws {
        #expect(try #require(IPAddress(parsing: text)).isLoopback == expected)
    }
}
