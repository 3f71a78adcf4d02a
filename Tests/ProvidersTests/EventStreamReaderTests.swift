import Testing

@testable import Providers

@Suite("Server-sent events (HTML Living Standard §9.2.6)")
struct EventStreamReaderTests {
    @Test(
        arguments: [
            ("data: a\n\ndata: b\n\n", ["a", "b"]), ("data:a\r\n\r\n", ["a"]),
            ("data: a\r\rdata: b\r\r", ["a", "b"]), ("data: a\ndata: b\n\n", ["a\nb"]),
            (": comment\n\ndata: a\n\n", ["a"]), ("event: x\nid: 1\ndata: a\n\n", ["a"]),
            ("\u{feff}data: a\n\n", ["a"]), ("data\n\n", [""]), ("data:  a\n\n", [" a"]),
            ("data: a\n", []), ("datum: a\n\n", []), ("\n\n\n", []),
        ]
    )
    func `events come out, whole or byte by byte`(stream: String, events: [String]) {
        var whole = EventStreamReader()
        let found = whole.take(Array(stream.utf8)).map { String(decoding: $0, as: UTF8.self) }
        #expect(found == events)
        var slow = EventStreamReader()
        let slowly = stream.utf8.flatMap { slow.take([$0]) }
            .map { String(decoding: $0, as: UTF8.self) }
        #expect(slowly == events)
    }

    @Test func `an event of many lines is as long as it may be, and no longer`() throws {
        let most = EventStreamReader.maximumEventBytes
        // Each line adds one byte and, from the second on, the one that joins it to the last.
        let lines = String(repeating: "data:x\n", count: most / 2)
        var reader = EventStreamReader()
        #expect(reader.take(Array("\(lines)\n".utf8)).map(\.count) == [most - 1])
        #expect(!reader.isTooLong)
        #expect(reader.take(Array("\(lines)data:x\n\ndata: a\n\n".utf8)) == [])
        #expect(reader.isTooLong)
        #expect(reader.take(Array("\n\ndata: a\n\n".utf8)) == [])
    }

    @Test func `a line without an end is not read for ever`() {
        var reader = EventStreamReader()
        let line = [UInt8](repeating: 0x3a, count: EventStreamReader.maximumEventBytes)
        #expect(reader.take(line) == [])
        #expect(!reader.isTooLong)
        #expect(reader.take([0x3a]) == [])
        #expect(reader.isTooLong)
    }
}
