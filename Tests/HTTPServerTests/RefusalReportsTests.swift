import Primitives
import TestSupport
import Testing

@testable import HTTPServer

@Suite("Reports of refused connections")
struct RefusalReportsTests {
    @Test func `the first is reported at once, the others together and seldom`() {
        var reports = RefusalReports()
        let start = MonotonicInstant(nanoseconds: 5_000_000_000)
        func note(afterMilliseconds milliseconds: UInt64) -> Int? {
            reports.note(
                at: MonotonicInstant(nanoseconds: start.nanoseconds + milliseconds * 1_000_000)
            )
        }
        #expect(note(afterMilliseconds: 0) == 1)
        for moment in [1, 2, 5_000, 9_999] as [UInt64] {
            #expect(note(afterMilliseconds: moment) == nil)
        }
        #expect(note(afterMilliseconds: 10_000) == 5)
        #expect(note(afterMilliseconds: 10_001) == nil)
        #expect(note(afterMilliseconds: 60_000) == 2)
    }

    @Test func `a server that is full says so`() async throws {
        let reported = Shared<[Int]>([])
        try await withServer(configure: { configuration in
            configuration.maximumConnections = 1
            configuration.onRefusedConnections = { count in reported.change { $0.append(count) } }
        }) { server in
            let first = try await server.connect()
            await first.send("GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = await first.wait(for: "GET /x []")
            #expect(try await server.converse("").hasPrefix("HTTP/1.1 503 "))
            #expect(try await server.converse("").hasPrefix("HTTP/1.1 503 "))
            #expect(reported.value == [1])
            await first.close()
        }
    }
}
