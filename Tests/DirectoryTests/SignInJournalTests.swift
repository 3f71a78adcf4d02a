import Cryptography
import Directory
import Primitives
import TestSupport
import Testing

@Suite("The journal of failed sign-ins")
struct SignInJournalTests {
    @Test func `only failures on accounts that exist are noted`() async throws {
        let (store, clock, journal) = (MemoryDirectory(), ManualClock(), ListedJournal())
        let ada = try store.addPerson(1, email: "ada@example.com", hash: "right")
        let grace = try store.addPerson(
            2,
            email: "grace@example.com",
            hash: "right",
            disabledAt: clock.now()
        )
        let desk = SignIn(
            stores: .init(people: store, sessions: store, throttles: store, journal: journal),
            checker: PlainChecker(),
            throttleKey: MACKey([UInt8](repeating: 7, count: 32)),
            surroundings: .init(clock: clock, random: SeededRandom(seed: 1))
        )
        for (email, password) in [
            ("ada@example.com", "wrong"), ("ada@example.com", "right"),
            ("nobody@example.com", "wrong"), ("no address", "wrong"),
            ("grace@example.com", "right"),
        ] {
            _ = try await desk.perform(
                SignInAttempt(
                    email: email,
                    password: SecretText(password),
                    clientAddress: "203.0.113.9",
                    current: nil
                )
            )
        }
        #expect(journal.noted.withLock { $0 } == [ada.key, grace.key])
    }
}

/// A journal that keeps its entries in memory.
private final class ListedJournal: SignInJournal {
    let noted = Lock<[PersonKey]>([])

    func noteFailedSignIn(as person: Person, at time: Timestamp) {
        noted.withLock { $0.append(person.key) }
    }
}
