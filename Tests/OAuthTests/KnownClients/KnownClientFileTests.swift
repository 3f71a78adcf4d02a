import OAuth
import TestSupport
import Testing

@Suite("The file of known clients")
struct KnownClientFileTests {
    private static let good = """
        {"format": 1, "revision": "r", "clients": [
          {"id": "a", "name": "A", "vendor": "V", "callbacks": ["https://a.example/{id}/cb"],
           "access_token_seconds": 3600, "quirks": ["Odd."]}
        ]}
        """

    private func parse(_ text: String) throws -> KnownClients {
        try KnownClientFile.parse(Array(text.utf8))
    }

    @Test func `the built-in registry is whole`() {
        let clients = KnownClients.builtIn
        #expect(clients.entries.count >= 20 && !clients.revision.isEmpty)
        let callbacks = clients.entries.flatMap { $0.callbacks.map(\.text) }
        #expect(callbacks.contains("https://console.x.ai/connectors-oauth-exchange-code/"))
    }

    @Test func `what is written is what is known`() throws {
        let clients = try parse(Self.good)
        let entry = try #require(clients.entries.first)
        #expect(clients.revision == "r" && entry.identifier == "a" && entry.quirks == ["Odd."])
        #expect(entry.callbacks.map(\.text) == ["https://a.example/{id}/cb"])
        #expect(entry.accessSeconds == 3_600)
    }

    @Test(
        arguments: [
            ("", "line 1, column 1: not JSON (the text ends too early)"),
            ("{\"format\": 1,\n \"clients\": [}", "line 2, column 14: not JSON"),
            ("{\"format\": 1, \"format\": 1}", "(this member is there twice)"),
            ("[]", "the file must be an object"),
            ("{\"clients\": []}", "'format' must be 1"),
            ("{\"format\": 2, \"clients\": []}", "'format' must be 1"),
            ("{\"format\": 1}", "clients is missing"),
            ("{\"format\": 1, \"clients\": {}}", "clients must be a list"),
            ("{\"format\": 1, \"client\": []}", "the file has an unknown member 'client'"),
            ("{\"format\": 1, \"clients\": [1]}", "clients[0] must be an object"),
        ]
    )
    func `a mistake around the entries is named`(text: String, problem: String) {
        #expect(error(of: text).contains(problem), "\(error(of: text))")
    }

    @Test(
        arguments: [
            ("\"id\": \"a\"", "\"id\": \"A\"", "clients[0].id must be"),
            ("\"id\": \"a\", ", "", "clients[0].id must be"),
            ("\"name\": \"A\"", "\"name\": \"A\\u202e\"", "clients[0].name must be 1 to 64"),
            ("\"vendor\": \"V\"", "\"vender\": \"V\"", "clients[0] has an unknown member 'vender'"),
            ("\"vendor\": \"V\", ", "", "clients[0].vendor is missing"),
            ("https://a.example", "http://a.example", "clients[0].callbacks[0] is refused"),
            ("https://a", "javascript://a", "clients[0].callbacks[0] is refused"),
            ("{id}", "x{id}", "clients[0].callbacks[0] is refused"),
            ("{id}", "{id}/{id}", "clients[0].callbacks[0] is refused"),
            ("a.example/{id}", "{id}.example/a", "clients[0].callbacks[0] is refused"),
            ("{id}", "../{id}", "clients[0].callbacks[0] is refused"),
            ("\"callbacks\"", "\"documents\"", ""),
            ("\"callbacks\": [\"https://a.example/{id}/cb\"]", "\"callbacks\": []", "needs 'doc"),
            ("3600", "10", "clients[0].access_token_seconds must be a whole number from 300"),
            ("3600", "3600.5", "clients[0].access_token_seconds must be"),
            ("[\"Odd.\"]", "\"Odd.\"", "clients[0].quirks must be a list"),
            ("[\"Odd.\"]", "[1]", "clients[0].quirks[0] must be"),
        ]
    )
    func `a mistake in an entry is named by its member`(
        part: String,
        replacement: String,
        problem: String
    ) {
        let text = replacing(part, by: replacement, in: Self.good)
        #expect(error(of: text).contains(problem), "\(error(of: text))")
    }

    @Test func `documents are https, and no two entries share an identifier`() {
        let entry = """
            {"id": "a", "name": "A", "vendor": "V", "documents": ["http://localhost/x"]}
            """
        #expect(
            error(of: "{\"format\": 1, \"clients\": [\(entry)]}")
                == "clients[0].documents[0] must be an https address"
        )
        let fine = """
            {"id": "a", "name": "A", "vendor": "V", "documents": ["https://a.example/x"]}
            """
        #expect(
            error(of: "{\"format\": 1, \"clients\": [\(fine), \(fine)]}")
                == "clients[1].id repeats 'a'"
        )
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func `no mutation stops the reader`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            var bytes = Array(Self.good.utf8)
            for _ in 0...random.next() % 3 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() % 256)
            }
            _ = try? KnownClientFile.parse(bytes)
        }
    }

    private func error(of text: String) -> String {
        do {
            _ = try parse(text)
            return ""
        } catch {
            return "\(error)"
        }
    }

    private func replacing(_ part: String, by replacement: String, in text: String) -> String {
        guard let range = text.firstRange(of: part) else { return text }
        return text.replacingCharacters(in: range, by: replacement)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, by text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
