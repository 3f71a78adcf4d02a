import Directory
import Primitives
import TestSupport
import Testing

@Suite("Browser sessions")
struct BrowserSessionsTests {
    private let store = MemoryDirectory()
    private let clock = ManualClock()
    private let secret = BrowserSecret(SeededRandom(seed: 3))

    private func begin() async throws -> BrowserSessions {
        let ada = try store.addPerson(1, email: "ada@example.com", hash: "h")
        let session = BrowserSession(
            digest: secret.digest,
            person: ada.key,
            createdAt: clock.now(),
            lastSeenAt: clock.now()
        )
        let hasBegun = try await store.insert(
            session,
            provenBy: "h",
            replacing: nil,
            clearing: SessionPolicy().expiry(at: clock.now())
        )
        #expect(hasBegun)
        return BrowserSessions(store: store, policy: SessionPolicy(), clock: clock)
    }

    @Test(arguments: [(1_799, true), (1_800, false)] as [(Int64, Bool)])
    func `a session lives until it was idle for half an hour`(idle: Int64, lives: Bool) async throws
    {
        let sessions = try await begin()
        clock.advance(seconds: idle)
        #expect((try await sessions.current(secret) != nil) == lives)
        #expect(store.sessionCount == (lives ? 1 : 0))
    }

    @Test func `a busy session ends twelve hours after sign-in`() async throws {
        let sessions = try await begin()
        for _ in 1..<(12 * 4) {
            clock.advance(seconds: 900)
            #expect(try await sessions.current(secret) != nil)
        }
        clock.advance(seconds: 899)
        #expect(try await sessions.current(secret) != nil)
        clock.advance(seconds: 1)
        #expect(try await sessions.current(secret) == nil)
    }

    @Test func `use is written down at most once a minute`() async throws {
        let sessions = try await begin()
        for _ in 1...12 {
            clock.advance(seconds: 10)
            #expect(try await sessions.current(secret) != nil)
        }
        #expect(store.contents.withLock { $0.touches } == 2)
    }

    @Test func `disabling a person signs them out at once and for good`() async throws {
        let sessions = try await begin()
        let key = PersonKey(rawValue: 1)
        try await store.setDisabled(key, at: clock.now())
        #expect(try await sessions.current(secret) == nil)
        try await store.setDisabled(key, at: nil)
        #expect(try await sessions.current(secret) == nil)
    }

    @Test func `signing out ends this session and only this`() async throws {
        let sessions = try await begin()
        try await sessions.end(BrowserSecret(SeededRandom(seed: 4)))
        #expect(try await sessions.current(secret) != nil)
        try await sessions.end(secret)
        #expect(try await sessions.current(secret) == nil)
    }

    @Test func `a clock set back does not end a session`() async throws {
        let sessions = try await begin()
        clock.advance(seconds: -7_200)
        #expect(try await sessions.current(secret) != nil)
    }

    @Test func `a cookie reads back to the same digest and shows nothing in print`() throws {
        let value = secret.cookieValue
        #expect(value.exposed.utf8.count == 43)
        #expect(BrowserSecret(cookieValue: value.exposed.utf8)?.digest == secret.digest)
        #expect(!"\(secret)".contains(value.exposed))
        #expect(secret.digest.bytes.count == 32)
    }

    @Test(arguments: [
        "", "short", String(repeating: "A", count: 44), String(repeating: "=", count: 43),
    ])
    func `a value that cannot be ours is no secret`(value: String) {
        #expect(BrowserSecret(cookieValue: value.utf8) == nil)
    }
}
