import JSON
import Primitives
import Server
import Testing

@Suite("Log lines")
struct StandardErrorLogTests {
    private final class Lines: Sendable {
        private let bytes = Lock<[UInt8]>([])

        func append(_ line: [UInt8]) {
            bytes.withLock { $0 += line }
        }

        var text: String {
            String(decoding: bytes.withLock { $0 }, as: UTF8.self)
        }
    }

    private func line(_ format: LogFormat, _ fields: [LogField]) -> String {
        let lines = Lines()
        let log = StandardErrorLog(format: format, minimumLevel: .info) { lines.append($0) }
        log.write(.debug, "not written", [])
        log.write(.info, "request", fields)
        return lines.text
    }

    @Test func `a JSON line is one object that parses`() throws {
        let line = line(.json, [.text("path", "/a\"b\n"), .number("status", 200)])
        #expect(line.utf8.last == 0x0a)
        let value = try JSONValue(parsing: Array(line.utf8.dropLast()))
        #expect(value.objectValue?["message"]?.stringValue == "request")
        #expect(value.objectValue?["level"]?.stringValue == "info")
        #expect(value.objectValue?["path"]?.stringValue == "/a\"b\n")
        #expect(value.objectValue?["status"]?.integerValue == 200)
    }

    @Test func `a human line cannot be forged or broken by a value`() {
        let hostile = "x\nERROR forged\u{1b}[2K\u{202e}\u{9b}"
        let line = line(.human, [.text("client", hostile), .text("path", "/token")])
        #expect(line.utf8.filter { $0 == 0x0a }.count == 1)
        #expect(!line.utf8.contains(0x1b))
        #expect(line.contains("path=/token"))
        #expect(line.contains("\\u{202e}"))
        #expect(line.contains("\\u{9b}"))
    }
}
