import Directory
import Primitives
import TestSupport
import Testing

@Suite("Values of the directory")
struct ValueTests {
    @Test(arguments: ["a@b", "Ada+x@Example.com", "o'hara@sub.example.co.uk"])
    func `an address keeps its writing and equals itself in another case`(text: String) throws {
        let address = try EmailAddress(parsing: text)
        #expect(address.text == text)
        let shouted = try EmailAddress(parsing: text.uppercased())
        #expect(address == shouted)
        #expect(Set([address, shouted]).count == 1)
    }

    @Test(
        arguments: [
            ("", .shape), ("ada", .shape), ("@example.com", .shape), ("ada@", .shape),
            ("a@b@c", .shape), ("ada @example.com", .character(offset: 3)),
            ("ada@example.com\n", .character(offset: 15)), ("\u{212A}@b", .character(offset: 0)),
            (String(repeating: "a", count: 253) + "@b", .tooLong(255)),
        ] as [(String, EmailAddress.ParseError)]
    )
    func `what has no shape of an address is refused`(text: String, error: EmailAddress.ParseError)
    {
        #expect(throws: error) { try EmailAddress(parsing: text) }
    }

    @Test(arguments: ["Ada", "  Grace's Garden ", "Zoë 花", "👩‍🚀 Crew", "نام‌خانوادگی"])
    func `names of people are names`(text: String) throws {
        let name = try DisplayName(parsing: text).text
        #expect(text.contains(name) && !name.hasPrefix(" ") && !name.hasSuffix(" "))
    }

    @Test(
        arguments: [
            ("", .empty), ("   ", .empty), ("a\u{202e}b", .character(offset: 1)),
            ("a\nb", .character(offset: 1)), ("\u{200b}", .character(offset: 0)),
            ("ab\u{feff}", .character(offset: 2)), ("a\u{2028}b", .character(offset: 1)),
            (String(repeating: "n", count: 101), .tooLong(101)),
        ] as [(String, DisplayName.ParseError)]
    )
    func `names that disguise themselves are refused`(text: String, error: DisplayName.ParseError) {
        #expect(throws: error) { try DisplayName(parsing: text) }
    }

    @Test func `identifiers have their prefix and sixteen plain characters`() {
        let random = SeededRandom(seed: 5)
        let people = (0..<200).map { _ in OpaqueIdentifier.person(random) }
        #expect(Set(people).count == 200)
        for identifier in people {
            #expect(identifier.hasPrefix("usr_") && identifier.utf8.count == 20)
        }
        let workspace = OpaqueIdentifier.workspace(random)
        #expect(workspace.hasPrefix("ws_") && workspace.utf8.count == 19)
    }

    @Test(
        arguments: [
            ("192.0.2.7", "192.0.2.255", true), ("192.0.2.7", "192.0.3.7", false),
            ("::ffff:192.0.2.7", "192.0.2.9", true), ("::ffff:c000:207", "192.0.2.9", true),
            ("2001:db8::1", "2001:0DB8:0:0:ffff::9", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("fe80::1%eth0", "fe80::2", true), ("::1", "::", true), ("::1", "127.0.0.1", false),
            ("1::", "1:0:0:0:0:0:0:9", true), ("192.0.2.256", "192.0.2.1", false),
            ("1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8", false), ("1::2::3", "1::2", false),
            ("unix", "unix", true), ("", "", true),
        ] as [(String, String, Bool)]
    )
    func `addresses of one network are one source`(left: String, right: String, same: Bool) {
        #expect((SourceNetwork(address: left) == SourceNetwork(address: right)) == same)
    }
}
