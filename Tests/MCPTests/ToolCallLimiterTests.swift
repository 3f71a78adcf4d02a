import JSON
import Primitives
import Testing

@testable import MCP

@Suite("Rationed tool calls (MCP Tools, Security Considerations)")
struct ToolCallLimiterTests {
    private static let start: UInt64 = 5_000_000_000

    private func at(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Self.start + UInt64(seconds * 1_000_000_000))
    }

    private func token(_ grant: String?, subject: String = "usr_1") -> ActiveToken {
        var token = ActiveToken(
            subject: subject,
            clientID: "client-1",
            scopes: [],
            audience: [RouterFixture.resource]
        )
        token.grantID = grant
        return token
    }

    private func limiter(_ calls: Int64, capacity: Int = 16_384) throws -> ToolCallLimiter {
        try #require(ToolCallLimiter(callsPerMinute: calls, capacity: capacity))
    }

    @Test func `a minute's calls may come at once, and the next waits for its turn`() throws {
        let limiter = try limiter(6)
        for _ in 1...6 { #expect(limiter.admit(token("grt_1"), at: at(0)) == .admitted) }
        #expect(
            limiter.admit(token("grt_1"), at: at(0))
                == .refused(.init(retryAfterSeconds: 10, reported: 1))
        )
        #expect(
            limiter.admit(token("grt_1"), at: at(9.5))
                == .refused(.init(retryAfterSeconds: 1, reported: nil))
        )
        #expect(limiter.admit(token("grt_1"), at: at(10)) == .admitted)
        #expect(limiter.admit(token("grt_1"), at: at(10)) != .admitted)
    }

    @Test func `after a quiet minute the bucket is full, and holds no more than that`() throws {
        let limiter = try limiter(3)
        for moment in [0.0, 60, 3_600] {
            for _ in 1...3 { #expect(limiter.admit(token("grt_1"), at: at(moment)) == .admitted) }
            #expect(limiter.admit(token("grt_1"), at: at(moment)) != .admitted)
        }
    }

    @Test func `a steady caller at the limit is never refused`() throws {
        let limiter = try limiter(60)
        for second in 0..<600 {
            #expect(limiter.admit(token("grt_1"), at: at(Double(second))) == .admitted)
        }
    }

    @Test func `each sign-in has a bucket of its own, with and without a name`() throws {
        let limiter = try limiter(1)
        let tokens = [token("grt_1"), token("grt_2"), token(nil), token(nil, subject: "usr_2")]
        for token in tokens { #expect(limiter.admit(token, at: at(0)) == .admitted) }
        for token in tokens { #expect(limiter.admit(token, at: at(0)) != .admitted) }
    }

    @Test func `whoever insists is reported once a minute, with the number`() throws {
        let limiter = try limiter(1)
        #expect(limiter.admit(token("grt_1"), at: at(0)) == .admitted)
        var reports: [Int] = []
        for tenth in 1..<1_300 {
            // The call of each minute that is admitted is not refused, so not counted.
            let admission = limiter.admit(token("grt_1"), at: at(Double(tenth) / 10))
            if case .refused(let refusal) = admission, let number = refusal.reported {
                reports.append(number)
            }
        }
        #expect(reports == [1, 599, 599])
    }

    @Test func `a full table refuses no stranger and forgets no drained bucket`() throws {
        // As small as it gets: sixteen hashes, eight places each.
        let limiter = try limiter(100, capacity: 1)
        for _ in 1...100 { #expect(limiter.admit(token("grt_drained"), at: at(0)) == .admitted) }
        for stranger in 1...20_000 {
            #expect(limiter.admit(token("grt_\(stranger)"), at: at(0)) == .admitted)
        }
        #expect(limiter.admit(token("grt_drained"), at: at(0)) != .admitted)
    }

    @Test func `threads that share a bucket are given no call too many`() async throws {
        let limiter = try limiter(1_000)
        let instant = at(0)
        let token = token("grt_1")
        let admitted = await withTaskGroup(of: Int.self) { group in
            for _ in 1...8 {
                group.addTask {
                    (1...500).count { _ in limiter.admit(token, at: instant) == .admitted }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(admitted == 1_000)
    }

    @Test(arguments: [0, -1] as [Int64]) func `nothing is rationed without a limit`(calls: Int64) {
        #expect(ToolCallLimiter(callsPerMinute: calls) == nil)
    }

    @Test func `a limit beyond every clock is the highest there is`() throws {
        let limiter = try limiter(.max)
        #expect(limiter.admit(token("grt_1"), at: at(0)) == .admitted)
    }
}
