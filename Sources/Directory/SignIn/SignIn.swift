public import Cryptography
public import Primitives

/// One try to sign in, as the form sent it.
public struct SignInAttempt: Sendable {
    /// The e-mail address as typed.
    public let email: String
    /// The password as typed.
    public let password: SecretText
    /// The address that the request comes from, trusted proxies taken off.
    public let clientAddress: String
    /// The session cookie that the browser sent, which a success replaces.
    public let current: BrowserSecret?

    /// Creates the attempt.
    public init(
        email: String,
        password: SecretText,
        clientAddress: String,
        current: BrowserSecret?
    ) {
        self.email = email
        self.password = password
        self.clientAddress = clientAddress
        self.current = current
    }
}

/// What came of a ``SignInAttempt``.
public enum SignInOutcome: Sendable {
    /// The person is signed in; the browser gets the secret as a new cookie.
    case signedIn(BrowserSecret, Person)
    /// No such person, another password, or a person who is disabled: a page must not tell which.
    case refused
    /// Too many tries; the next may be made at this time.
    case throttled(until: Timestamp)
    /// Too many sign-ins at once; nothing was counted against the person.
    case busy
}

/// Signing in by e-mail and password.
///
/// A try costs the same whether or not somebody has the address: one throttle write, one read, one
/// password hash, and the throttle treats strangers' addresses as accounts too.
public struct SignIn: Sendable {
    private let stores: Stores
    private let checker: any PasswordChecker
    private let throttleKey: MACKey
    private let surroundings: Surroundings
    private let throttle: SignInThrottleRule
    private let sessionPolicy: SessionPolicy

    /// Where sign-in reads and writes.
    public struct Stores: Sendable {
        let people: any PeopleStore
        let sessions: any BrowserSessionStore
        let throttles: any SignInThrottleStore
        let journal: (any SignInJournal)?

        /// Gathers the stores, which one object may implement; without a journal, failed attempts
        /// leave their trace in the throttle only.
        public init(
            people: any PeopleStore,
            sessions: any BrowserSessionStore,
            throttles: any SignInThrottleStore,
            journal: (any SignInJournal)? = nil
        ) {
            self.people = people
            self.sessions = sessions
            self.throttles = throttles
            self.journal = journal
        }
    }

    /// What sign-in takes from the world.
    public struct Surroundings: Sendable {
        let clock: any WallClock
        let random: any RandomSource

        /// Gathers a clock and a random source.
        public init(clock: any WallClock, random: any RandomSource) {
            self.clock = clock
            self.random = random
        }
    }

    /// Creates the rule.
    public init(
        stores: Stores,
        checker: any PasswordChecker,
        throttleKey: MACKey,
        surroundings: Surroundings,
        throttle: SignInThrottleRule = SignInThrottleRule(),
        sessionPolicy: SessionPolicy = SessionPolicy()
    ) {
        self.stores = stores
        self.checker = checker
        self.throttleKey = throttleKey
        self.surroundings = surroundings
        self.throttle = throttle
        self.sessionPolicy = sessionPolicy
    }

    /// Tries to sign a person in and, on success, begins a new session in place of the browser's
    /// old one.
    ///
    /// - Parameter attempt: What the form sent.
    /// - Returns: What came of it.
    /// - Throws: ``DirectoryStoreError`` of a store; then nobody is signed in.
    public func perform(
        _ attempt: SignInAttempt
    ) async throws(DirectoryStoreError) -> SignInOutcome {
        let typed = Self.trimmed(attempt.email)
        let keys = throttleKeys(email: typed, address: attempt.clientAddress)
        let now = surroundings.clock.now()
        let admission = try await update(keys) { [throttle] in throttle.admit(&$0, at: now) }
        if case .refused(let until) = admission { return .throttled(until: until) }

        let credentials = try await credentials(typed)
        let check: PasswordCheck
        do {
            check = try await checker.check(
                attempt.password,
                against: credentials?.passwordHash
            )
        } catch {
            try await update(keys) { [throttle] in throttle.takeBack(&$0, at: now) }
            return .busy
        }
        // A disabled person is told nothing else than a stranger.
        guard let credentials, credentials.person.isEnabled, check != .wrong else {
            if let credentials { stores.journal?.noteFailedSignIn(as: credentials.person, at: now) }
            return .refused
        }
        let proven = try await provenHash(credentials, check)
        guard let secret = try await begin(attempt, credentials.person, proven) else {
            return .refused
        }
        try await update(keys) { [throttle] in throttle.succeed(&$0) }
        return .signedIn(secret, credentials.person)
    }

    private func credentials(_ typed: String) async throws(DirectoryStoreError) -> Credentials? {
        guard let email = try? EmailAddress(parsing: typed) else { return nil }
        return try await stores.people.credentials(forEmail: email)
    }

    /// Returns the hash that is stored now, after replacing an outdated one.
    private func provenHash(
        _ credentials: Credentials,
        _ check: PasswordCheck
    ) async throws(DirectoryStoreError) -> String {
        guard case .rightButOutdated(let newHash) = check else { return credentials.passwordHash }
        let isUpgraded = try await stores.people.upgradePasswordHash(
            of: credentials.person.key,
            from: credentials.passwordHash,
            to: newHash
        )
        return isUpgraded ? newHash : credentials.passwordHash
    }

    private func begin(
        _ attempt: SignInAttempt,
        _ person: Person,
        _ passwordHash: String
    ) async throws(DirectoryStoreError) -> BrowserSecret? {
        let secret = BrowserSecret(surroundings.random)
        let now = surroundings.clock.now()
        let session = BrowserSession(
            digest: secret.digest,
            person: person.key,
            createdAt: now,
            lastSeenAt: now
        )
        let hasBegun = try await stores.sessions.insert(
            session,
            provenBy: passwordHash,
            replacing: attempt.current?.digest,
            clearing: sessionPolicy.expiry(at: now)
        )
        return hasBegun ? secret : nil
    }
}

extension SignIn {
    private struct ThrottleKeys: Sendable {
        let account: ThrottleKey
        let source: ThrottleKey
    }

    private func throttleKeys(email: String, address: String) -> ThrottleKeys {
        let account = Array("sign-in account\0".utf8) + email.utf8.map(ASCII.lowercased(_:))
        let source = Array("sign-in source\0".utf8) + SourceNetwork(address: address).bytes
        return ThrottleKeys(
            account: ThrottleKey(bytes: throttleKey.authenticate(account)),
            source: ThrottleKey(bytes: throttleKey.authenticate(source))
        )
    }

    @discardableResult
    private func update<Outcome: Sendable>(
        _ keys: ThrottleKeys,
        _ rule: @escaping @Sendable (inout SignInThrottleState) -> Outcome
    ) async throws(DirectoryStoreError) -> Outcome {
        try await stores.throttles.updateThrottle(
            account: keys.account,
            source: keys.source,
            at: surroundings.clock.now(),
            rule
        )
    }

    /// Drops the spaces that pasting leaves around an address.
    private static func trimmed(_ text: String) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let bytes = text.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }
}
