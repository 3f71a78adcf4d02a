import Cryptography
import Directory
import Primitives
import TestSupport
import Testing

@Suite("Signing in")
struct SignInTests {
    private let store = MemoryDirectory()
    private let clock = ManualClock()
    private let checker = PlainChecker()

    private func signIn(_ checker: PlainChecker? = nil) -> SignIn {
        SignIn(
            stores: .init(people: store, sessions: store, throttles: store),
            checker: checker ?? self.checker,
            throttleKey: MACKey([UInt8](repeating: 7, count: 32)),
            surroundings: .init(clock: clock, random: SeededRandom(seed: 1))
        )
    }

    private func attempt(
        _ email: String = "ada@example.com",
        _ password: String = "right",
        from address: String = "203.0.113.9",
        current: BrowserSecret? = nil
    ) -> SignInAttempt {
        SignInAttempt(
            email: email,
            password: SecretText(password),
            clientAddress: address,
            current: current
        )
    }

    private func isRefused(_ outcome: SignInOutcome) -> Bool {
        if case .refused = outcome { true } else { false }
    }

    private func throttledUntil(_ outcome: SignInOutcome) -> Int64? {
        guard case .throttled(let until) = outcome else { return nil }
        return until.seconds(since: clock.now())
    }

    private func secret(_ outcome: SignInOutcome) -> BrowserSecret? {
        guard case .signedIn(let secret, _) = outcome else { return nil }
        return secret
    }

    @Test(arguments: ["ada@example.com", "ADA@Example.COM", "  ada@example.com\t"])
    func `the right password signs in, whatever the case of the address`(email: String) async throws
    {
        let ada = try store.addPerson(1, email: "Ada@example.com", hash: "right")
        let outcome = try await signIn().perform(attempt(email))
        guard case .signedIn(let secret, let person) = outcome else {
            Issue.record("not signed in")
            return
        }
        #expect(person == ada)
        let stored = try #require(try await store.session(secret.digest))
        #expect(stored.session.createdAt == clock.now())
        #expect(stored.person == ada)
    }

    @Test(arguments: ["nobody@example.com", "no address", "", "ada@example.com\u{301}"])
    func `an unknown person costs a hash and the same words`(email: String) async throws {
        _ = try store.addPerson(1, email: "ada@example.com", hash: "right")
        #expect(isRefused(try await signIn().perform(attempt(email))))
        #expect(checker.asked.withLock { $0 } == [nil])
        #expect(store.contents.withLock { $0.throttleWrites } == 1)

        #expect(isRefused(try await signIn().perform(attempt("ada@example.com", "wrong"))))
        #expect(checker.asked.withLock { $0 } == [nil, "right"])
        #expect(store.contents.withLock { $0.throttleWrites } == 2)
        #expect(store.sessionCount == 0)
    }

    @Test func `a disabled person is refused with the right password, after the same work`()
        async throws
    {
        _ = try store.addPerson(1, email: "ada@example.com", hash: "right", disabledAt: clock.now())
        #expect(isRefused(try await signIn().perform(attempt())))
        #expect(checker.asked.withLock { $0 } == ["right"])
        #expect(store.sessionCount == 0)
    }

    @Test func `signing in replaces the session that the browser had`() async throws {
        _ = try store.addPerson(1, email: "ada@example.com", hash: "right")
        let desk = signIn()
        let first = try #require(secret(try await desk.perform(attempt())))
        let second = try #require(secret(try await desk.perform(attempt(current: first))))
        #expect(try await store.session(first.digest) == nil)
        #expect(try await store.session(second.digest) != nil)
        #expect(store.sessionCount == 1)
    }

    @Test func `after five failures the account waits 1, 2, 4 and up to 900 seconds`() async throws
    {
        _ = try store.addPerson(1, email: "ada@example.com", hash: "right")
        let desk = signIn()
        for _ in 1...5 {
            #expect(isRefused(try await desk.perform(attempt("ada@example.com", "wrong"))))
        }
        for wait: Int64 in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            // The right password too has to wait, and asking does not make the wait longer.
            let right = attempt(from: "2001:db8:0:\(wait)::1")
            #expect(throttledUntil(try await desk.perform(right)) == wait)
            #expect(throttledUntil(try await desk.perform(right)) == wait)
            clock.advance(seconds: wait)
            let wrong = attempt("ADA@example.com", "wrong", from: "2001:db8:1:\(wait)::1")
            #expect(isRefused(try await desk.perform(wrong)))
        }
    }

    @Test func `a stranger's address is throttled like an account`() async throws {
        let desk = signIn()
        for _ in 1...5 {
            #expect(isRefused(try await desk.perform(attempt("nobody@example.com"))))
        }
        #expect(throttledUntil(try await desk.perform(attempt("nobody@example.com"))) == 1)
    }

    @Test func `success forgives the account's failures`() async throws {
        _ = try store.addPerson(1, email: "ada@example.com", hash: "right")
        let desk = signIn()
        for _ in 1...3 {
            for _ in 1...4 { _ = try await desk.perform(attempt("ada@example.com", "wrong")) }
            #expect(secret(try await desk.perform(attempt())) != nil)
            clock.advance(seconds: 60)
        }
    }

    @Test func `many attempts at once do not slip past the count`() async throws {
        _ = try store.addPerson(1, email: "ada@example.com", hash: "right")
        let desk = signIn(PlainChecker(meanwhile: { await Task.yield() }))
        let wrong = attempt("ada@example.com", "wrong")
        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 1...15 {
                group.addTask {
                    if case .refused = try await desk.perform(wrong) { true } else { false }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 5)
    }

    @Test func `twenty attempts a minute from one network, whomever they aim at`() async throws {
        let desk = signIn()
        for number in 1...20 {
            let one = attempt("p\(number)@example.com", from: "198.51.100.\(number)")
            #expect(isRefused(try await desk.perform(one)))
        }
        clock.advance(seconds: 20)
        let next = attempt("p21@example.com", from: "198.51.100.200")
        #expect(throttledUntil(try await desk.perform(next)) == 40)
        let elsewhere = attempt("p21@example.com", from: "198.51.101.1")
        #expect(isRefused(try await desk.perform(elsewhere)))
        clock.advance(seconds: 40)
        #expect(isRefused(try await desk.perform(next)))
    }

    @Test func `a whole office may sign in from one address within a minute`() async throws {
        let desk = signIn()
        for number in 1...40 {
            let email = "p\(number)@example.com"
            _ = try store.addPerson(Int64(number), email: email, hash: "right")
            #expect(secret(try await desk.perform(attempt(email))) != nil)
        }
    }

    @Test func `a busy hasher counts nothing against the account`() async throws {
        _ = try store.addPerson(1, email: "ada@example.com", hash: "right")
        let desk = signIn()
        checker.isBusy.withLock { $0 = true }
        for _ in 1...10 {
            guard case .busy = try await desk.perform(attempt()) else {
                Issue.record("not busy")
                return
            }
        }
        checker.isBusy.withLock { $0 = false }
        #expect(secret(try await desk.perform(attempt())) != nil)
    }

    @Test func `an outdated hash is replaced at sign-in`() async throws {
        let ada = try store.addPerson(1, email: "ada@example.com", hash: "old right")
        #expect(secret(try await signIn().perform(attempt())) != nil)
        #expect(store.contents.withLock { $0.hashes[ada.key] } == "right")
    }

    @Test func `a password that changed during the check opens no session`() async throws {
        let ada = try store.addPerson(1, email: "ada@example.com", hash: "right")
        let slow = PlainChecker(meanwhile: { [store] in
            try? await store.setPasswordHash(of: ada.key, to: "another")
        })
        #expect(isRefused(try await signIn(slow).perform(attempt())))
        #expect(store.sessionCount == 0)
    }

    @Test func `what throttles is stored without what was typed`() async throws {
        _ = try await signIn().perform(attempt("my secret password"))
        let keys = store.contents.withLock { Array($0.throttles.keys) }
        #expect(keys.count == 2)
        for key in keys {
            #expect(key.bytes.count == 32)
            #expect(key.bytes != SHA256.digest(Array("my secret password".utf8)))
        }
    }
}
