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
}
