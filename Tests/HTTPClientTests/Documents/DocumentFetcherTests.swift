import HTTP
import HTTPClient
import Primitives
import TestSupport
import Testing
import Transport

@Suite("Fetching documents within limits", .timeLimit(.minutes(10)))
struct DocumentFetcherTests {
    @Test func `one fetch serves all who ask for the same URL meanwhile`() async throws {
        try await VettedScene.with { scene in
            // Tasks of one loop run in order, so all have asked before the answer is sent.
            let tasks = (1...5).map { _ in
                Task(executorPreference: scene.loop) { await scene.fetch().error }
            }
            let peer = try await scene.server.accept()
            _ = await peer.wait(for: "\r\n\r\n")
            await peer.send(VettedScene.answer("{}"))
            for task in tasks { #expect(await task.value == nil) }
            #expect(scene.resolver.asked.count == 1)
        }
    }

    @Test func `who stops waiting does not stop the others`() async throws {
        try await VettedScene.with { scene in
            let leaver = Task(executorPreference: scene.loop) { await scene.fetch().error }
            let stayer = Task(executorPreference: scene.loop) { await scene.fetch().error }
            let peer = try await scene.server.accept()
            _ = await peer.wait(for: "\r\n\r\n")
            leaver.cancel()
            #expect(await leaver.value == .cancelled)
            await peer.send(VettedScene.answer("{}"))
            #expect(await stayer.value == nil)
        }
    }

    @Test func `a URL that failed is left alone for 30 seconds`() async throws {
        try await VettedScene.with {
            $0.answers = [.unknown]
        } _: { scene in
            #expect(await scene.fetch().error == .nameUnknown)
            #expect(await scene.fetch().error == .failedJustNow(wasTransient: false))
            scene.pass(seconds: 29)
            #expect(await scene.fetch().error == .failedJustNow(wasTransient: false))
            #expect(scene.resolver.asked.count == 1)
            scene.pass(seconds: 1)
            #expect(await scene.fetch().error == .nameUnknown)
            #expect(await scene.fetch("another").error == .nameUnknown)
        }
    }

    @Test func `a host is asked ten times a minute, whatever the path`() async throws {
        try await VettedScene.with {
            $0.answers = [.unknown]
        } _: { scene in
            for number in 1...10 {
                #expect(await scene.fetch("\(number)").error == .nameUnknown)
            }
            #expect(await scene.fetch("11").error == .hostAskedTooOften)
            scene.pass(seconds: 60)
            #expect(await scene.fetch("11").error == .nameUnknown)
        }
    }

    @Test func `a URL that is not fit is refused before anything is asked`() async throws {
        try await VettedScene.with { scene in
            await #expect(throws: VettedClientError.urlRefused(.notEncrypted)) {
                try await scene.fetcher.fetch("http://other.example/doc", maximumBytes: 10)
            }
            #expect(scene.resolver.asked == [])
        }
    }
}

@Suite("Limits of fetching")
struct FetchLimiterTests {
    private func instant(_ seconds: UInt64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: seconds * 1_000_000_000)
    }

    @Test func `the tenth fetch of a minute is the last, and each counts for a minute`() {
        var limiter = FetchLimiter(FetchLimits())
        for second in 1...10 as ClosedRange<UInt64> {
            #expect(limiter.begin("\(second)", host: "h", at: instant(second * 5)) == nil)
        }
        #expect(limiter.begin("x", host: "h", at: instant(64)) == .hostAskedTooOften)
        #expect(limiter.begin("x", host: "other", at: instant(64)) == nil)
        #expect(limiter.begin("x", host: "h", at: instant(65)) == nil)
        #expect(limiter.begin("x", host: "h", at: instant(69)) == .hostAskedTooOften)
    }

    @Test func `a pause tells what kind of failure it follows`() {
        var limiter = FetchLimiter(FetchLimits())
        limiter.failed("a", .deadlineExceeded, at: instant(1))
        limiter.failed("b", .statusRefused(404), at: instant(1))
        #expect(
            limiter.begin("a", host: "h", at: instant(2)) == .failedJustNow(wasTransient: true)
        )
        #expect(
            limiter.begin("b", host: "h", at: instant(2)) == .failedJustNow(wasTransient: false)
        )
    }

    @Test func `what is remembered has a bound, and the busiest hosts stay`() {
        var limits = FetchLimits()
        limits.maximumRemembered = 50
        var limiter = FetchLimiter(limits)
        for _ in 1...10 { _ = limiter.begin("u", host: "busy", at: instant(1)) }
        for number in 1...1_000 {
            _ = limiter.begin("u\(number)", host: "h\(number)", at: instant(1))
            limiter.failed("u\(number)", .disconnected, at: instant(1))
        }
        #expect(limiter.rememberedCount == 100)
        #expect(limiter.begin("u", host: "busy", at: instant(1)) == .hostAskedTooOften)
    }
}
