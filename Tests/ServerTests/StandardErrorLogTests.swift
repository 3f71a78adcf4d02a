import HTTP
import HTTPServer
import JSON
import Primitives
import Server
import Testing
import Transport

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

    @Test(arguments: [LogFormat.json, .human], [200, 503])
    func `the line of a request is that of its fields`(format: LogFormat, status: Int) {
        let record = RequestRecord(
            name: RequestName(0x00ff_1234_5678_9abc),
            method: "GET",
            path: "/a\"b\\c\u{1}",
            status: status,
            durationMicroseconds: 1_234,
            bytesOut: 0,
            clientAddress: "2001:db8::1"
        )
        let lines = Lines()
        let log = StandardErrorLog(format: format, minimumLevel: .info) { lines.append($0) }
        log.write(record)
        log.write(
            status >= 500 ? .error : .info,
            "request",
            [
                .text("method", "GET"), .text("path", "/a\"b\\c\u{1}"),
                .number("status", Int64(status)), .number("us", 1_234), .number("bytes", 0),
                .text("client", "2001:db8::1"), .text("request", "00ff123456789abc"),
            ]
        )
        let written = lines.text.split(separator: "\n").map { line in
            // All but the time, which may differ in its milliseconds.
            line.split(separator: format == .json ? "Z\"," : " ", maxSplits: 1).last
        }
        #expect(written.count == 2)
        #expect(written.first == written.last)
    }

    @Test func `the time is written to the millisecond`() throws {
        let value = try JSONValue(parsing: Array(line(.json, []).utf8.dropLast()))
        let time = try #require(value["time"]?.stringValue)
        let form = /2\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d\.\d{3}Z/
        #expect(try form.wholeMatch(in: time) != nil)
        let human = /[0-2]\d:[0-5]\d:[0-6]\d\.\d{3} info    request a=-7 b=""\n/
        let text = line(.human, [.number("a", -7), .text("b", "")])
        #expect(try human.wholeMatch(in: text) != nil)
    }

    @Test func `lines of a round leave together, a warning with all before it at once`()
        async throws
    {
        let writes = Lock<[String]>([])
        let log = StandardErrorLog(format: .human, minimumLevel: .info) { bytes in
            writes.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        }
        let group = try EventLoopGroup(count: 1, onRoundEnd: { _ in log.endRound() })
        try group.start()
        await group.loops[0].run {
            log.write(.info, "first", [])
            log.write(.info, "second", [])
        }
        await group.loops[0].run {}
        #expect(writes.withLock { $0.map { $0.count(of: "\n") } } == [2])
        await group.loops[0].run {
            log.write(.info, "third", [])
            log.write(.warning, "fourth", [])
            #expect(writes.withLock { $0.count } == 2)
            // More than a pipe takes in one piece.
            for _ in 0..<100 {
                log.write(.info, "long", [.text("text", .init(repeating: "x", count: 90))])
            }
        }
        group.stop()
        let sizes = writes.withLock { $0.map(\.utf8.count) }
        #expect(sizes.allSatisfy { $0 <= 4_096 })
        let lines = writes.withLock { $0.joined().count(of: "\n") }
        #expect(lines == 104)
        #expect(writes.withLock { $0.allSatisfy { $0.hasSuffix("\n") } })
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

extension String {
    /// How often `character` occurs.
    fileprivate func count(of character: Character) -> Int {
        count { $0 == character }
    }
}
