import Directory
import Primitives

/// The stores of the directory in memory, with a count of what was asked.
final class MemoryDirectory: Sendable {
    struct Contents {
        var people: [Person] = []
        var hashes: [PersonKey: String] = [:]
        var sessions: [BrowserDigest: BrowserSession] = [:]
        var throttles: [ThrottleKey: ThrottleRecord] = [:]
        var touches = 0
        var throttleWrites = 0
    }

    let contents = Lock(Contents())

    func addPerson(
        _ number: Int64,
        email: String,
        hash: String,
        disabledAt: Timestamp? = nil
    ) throws -> Person {
        let person = Person(
            key: PersonKey(rawValue: number),
            identifier: "usr_\(number)",
            email: try EmailAddress(parsing: email),
            name: "Person \(number)",
            disabledAt: disabledAt
        )
        contents.withLock {
            $0.people.append(person)
            $0.hashes[person.key] = hash
        }
        return person
    }

    var sessionCount: Int { contents.withLock { $0.sessions.count } }
}

extension MemoryDirectory: PeopleStore {
    func credentials(forEmail email: EmailAddress) async throws(DirectoryStoreError) -> Credentials?
    {
        contents.withLock { contents in
            guard let person = contents.people.first(where: { $0.email == email }),
                let hash = contents.hashes[person.key]
            else { return nil }
            return Credentials(person: person, passwordHash: hash)
        }
    }

    func person(_ key: PersonKey) async throws(DirectoryStoreError) -> Person? {
        contents.withLock { $0.people.first { $0.key == key } }
    }

    func person(identifier: String) async throws(DirectoryStoreError) -> Person? {
        contents.withLock { $0.people.first { $0.identifier == identifier } }
    }

    func add(_ draft: PersonDraft) async throws(DirectoryStoreError) -> Person {
        throw .unavailable(reason: "these tests add people by hand")
    }

    func setPasswordHash(
        of key: PersonKey,
        to hash: String
    ) async throws(DirectoryStoreError) {
        contents.withLock { contents in
            contents.hashes[key] = hash
            contents.sessions = contents.sessions.filter { $0.value.person != key }
        }
    }

    func upgradePasswordHash(
        of key: PersonKey,
        from old: String,
        to new: String
    ) async throws(DirectoryStoreError) -> Bool {
        contents.withLock { contents in
            guard contents.hashes[key] == old else { return false }
            contents.hashes[key] = new
            return true
        }
    }

    func setDisabled(_ key: PersonKey, at time: Timestamp?) async throws(DirectoryStoreError) {
        contents.withLock { contents in
            contents.people = contents.people.map {
                $0.key != key
                    ? $0
                    : Person(
                        key: key,
                        identifier: $0.identifier,
                        email: $0.email,
                        name: $0.name,
                        disabledAt: time
                    )
            }
        }
    }
}

extension MemoryDirectory: BrowserSessionStore {
    func session(
        _ digest: BrowserDigest
    ) async throws(DirectoryStoreError) -> StoredBrowserSession? {
        contents.withLock { contents in
            guard let session = contents.sessions[digest],
                let person = contents.people.first(where: { $0.key == session.person })
            else { return nil }
            return StoredBrowserSession(session: session, person: person)
        }
    }

    func insert(
        _ session: BrowserSession,
        provenBy passwordHash: String,
        replacing replaced: BrowserDigest?,
        clearing expiry: SessionExpiry
    ) async throws(DirectoryStoreError) -> Bool {
        contents.withLock { contents in
            let person = contents.people.first { $0.key == session.person }
            guard person?.isEnabled == true, contents.hashes[session.person] == passwordHash
            else { return false }
            contents.sessions = contents.sessions.filter {
                $0.key != replaced && $0.value.createdAt > expiry.createdAtOrBefore
                    && $0.value.lastSeenAt > expiry.lastSeenAtOrBefore
            }
            contents.sessions[session.digest] = session
            return true
        }
    }

    func touch(_ digest: BrowserDigest, at time: Timestamp) async throws(DirectoryStoreError) {
        contents.withLock { contents in
            guard let session = contents.sessions[digest] else { return }
            contents.touches += 1
            contents.sessions[digest] = BrowserSession(
                digest: digest,
                person: session.person,
                createdAt: session.createdAt,
                lastSeenAt: max(session.lastSeenAt, time)
            )
        }
    }

    func end(_ digest: BrowserDigest) async throws(DirectoryStoreError) {
        contents.withLock { _ = $0.sessions.removeValue(forKey: digest) }
    }
}

extension MemoryDirectory: SignInThrottleStore {
    func updateThrottle<Outcome: Sendable>(
        account: ThrottleKey,
        source: ThrottleKey,
        at now: Timestamp,
        _ rule: @escaping @Sendable (inout SignInThrottleState) -> Outcome
    ) async throws(DirectoryStoreError) -> Outcome {
        contents.withLock { contents in
            contents.throttleWrites += 1
            contents.throttles = contents.throttles.filter { $0.value.forgottenAt > now }
            var state = SignInThrottleState(
                account: contents.throttles[account],
                source: contents.throttles[source]
            )
            let outcome = rule(&state)
            contents.throttles[account] = state.account
            contents.throttles[source] = state.source
            return outcome
        }
    }
}

/// A checker whose passwords are their own hashes, which writes down what it was asked.
final class PlainChecker: PasswordChecker {
    let asked = Lock<[String?]>([])
    let isBusy = Lock(false)
    /// Runs inside each check, for what happens meanwhile.
    let meanwhile: @Sendable () async -> Void

    init(meanwhile: @escaping @Sendable () async -> Void = {}) {
        self.meanwhile = meanwhile
    }

    func check(
        _ password: SecretText,
        against hash: String?
    ) async throws(PasswordCheckerBusy) -> PasswordCheck {
        asked.withLock { $0.append(hash) }
        guard !isBusy.withLock({ $0 }) else { throw PasswordCheckerBusy() }
        await meanwhile()
        if hash == "old \(password.exposed)" {
            return .rightButOutdated(newHash: password.exposed)
        }
        return hash == password.exposed ? .right : .wrong
    }
}
