public import Cryptography
public import Primitives

/// Connects profiles of networks to workspaces: from a tool's link to the stored profile.
public struct ProfileConnecting: Sendable {
    /// Where the pages of the flow are.
    public struct Addresses: Sendable {
        /// The page that a link opens, absolute and without a query.
        public let page: String
        /// Where networks send people back to; networks know it, so it never changes.
        public let callback: String

        /// Names the addresses.
        public init(page: String, callback: String) {
            self.page = page
            self.callback = callback
        }
    }

    /// A link that a tool hands out.
    public struct Link: Sendable {
        /// The address for the person's browser.
        public let url: String
        /// The redirect URI that the network knows.
        public let callback: String
        /// The network.
        public let network: Network
        /// Who asks the person for the permission.
        public let authProvider: String
        /// What the person will be asked first.
        public let question: ConnectionQuestion
        /// Until when the link can be opened.
        public let expiresAt: Timestamp
    }

    let networks: [Network: any ConnectableNetwork]
    let store: any ConnectionStore
    private let key: SealingKey
    let addresses: Addresses
    private let clock: any WallClock
    private let random: any RandomSource
    private let limiter = AttemptLimiter()

    /// Creates the flow.
    ///
    /// - Parameters:
    ///   - networks: The networks that this server can connect.
    ///   - store: Where flows and profiles are kept.
    ///   - key: Seals links.
    ///   - addresses: Where the pages are.
    ///   - clock: The time.
    ///   - random: Where keys of flows come from.
    public init(
        networks: [Network: any ConnectableNetwork],
        store: any ConnectionStore,
        key: SealingKey,
        addresses: Addresses,
        clock: any WallClock,
        random: any RandomSource
    ) {
        self.networks = networks
        self.store = store
        self.key = key
        self.addresses = addresses
        self.clock = clock
        self.random = random
    }

    /// The networks that can be connected, in the order of their declaration.
    public var available: [Network] { Network.allCases.filter { networks[$0] != nil } }

    /// Returns a link that connects a profile of the network called `name`.
    ///
    /// - Parameters:
    ///   - name: The network, as the caller wrote it.
    ///   - access: The workspace.
    /// - Returns: The link; nothing is stored for it.
    /// - Throws: ``PublishingFault/networkUnavailable(_:available:)`` and
    ///   ``PublishingFault/accessEnded``.
    public func link(
        to name: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Link {
        guard let network = Network(named: name), let connector = networks[network] else {
            throw .networkUnavailable(name, available: available)
        }
        guard try await store.isOpen(access) else { throw .accessEnded }
        let ticket = ConnectionTicket(network: network, access: access, now: clock.now())
        return Link(
            url: addresses.page + "?link=" + ticket.sealed(with: key),
            callback: addresses.callback,
            network: network,
            authProvider: connector.authProvider,
            question: connector.question,
            expiresAt: ticket.expiresAt
        )
    }

    /// Opens a link for a person.
    ///
    /// - Parameters:
    ///   - text: What the link carries.
    ///   - person: Who is signed in, `usr_…`.
    /// - Returns: What stands behind it.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    public func open(
        _ text: String,
        by person: String
    ) async throws(PublishingFault) -> OpenedLink {
        guard let ticket = ConnectionTicket(text, openedWith: key) else { return .unknown }
        guard ticket.person.isIdentical(to: person) else { return .foreign }
        guard clock.now() < ticket.expiresAt else { return .expired }
        guard let connector = networks[ticket.network] else { return .closed }
        guard try await store.isOpen(ticket.access) else { return .closed }
        return .open(ticket, connector.question)
    }

    /// Begins at the network, for a link that ``open(_:by:)`` found open.
    public func begin(
        _ ticket: ConnectionTicket,
        link: String,
        _ answers: ConnectionAnswers,
        _ visitor: ConnectionVisitor
    ) async throws(PublishingFault) -> ConnectionStep {
        guard let connector = networks[ticket.network] else { return .refused(.unavailable) }
        guard limiter.admits(visitor.person, at: clock.now()) else {
            return .refused(.answer("You have tried often within a minute. Wait a little."))
        }
        let state = newKey()
        let journey = ConnectionJourney(state: state, callback: addresses.callback)
        switch await connector.begin(answers, journey) {
        case .refused(let refusal): return .refused(refusal)
        case .permitted(let offers):
            return .choose(try await keep(.choice(offers), ticket, link, visitor, under: state))
        case .visit(let url, let pending):
            _ = try await keep(.answer(pending), ticket, link, visitor, under: state)
            return .visit(url: url)
        }
    }

    /// Goes on when the network has sent the person back.
    ///
    /// The flow is used up by the first answer, whatever it says.
    ///
    /// - Parameters:
    ///   - answer: What the network put into the address.
    ///   - visitor: Who came back.
    /// - Returns: The flow that the answer belongs to, and what happens next; `nil` where there is
    ///   none of this person and browser.
    /// - Throws: ``PublishingFault``.
    public func complete(
        _ answer: NetworkAnswer,
        _ visitor: ConnectionVisitor
    ) async throws(PublishingFault) -> (flow: ConnectionFlow, step: ConnectionStep)? {
        guard let known = try await flow(answer.state, visitor), case .answer = known.step,
            let taken = try await store.takeFlow(answer.state).flatMap(ConnectionFlow.init(_:)),
            case .answer(let pending) = taken.step
        else { return nil }
        guard pending.admits(issuer: answer.issuer) else { return (taken, .refused(.expired)) }
        guard let connector = networks[taken.ticket.network],
            try await store.isOpen(taken.ticket.access)
        else { throw .accessEnded }
        guard answer.error == nil, let code = answer.code else {
            return (taken, .refused(answer.refusal))
        }
        switch await connector.complete(code, pending, callback: addresses.callback) {
        case .failure(let refusal): return (taken, .refused(refusal))
        case .success(let offers):
            let (ticket, link) = (taken.ticket, taken.link)
            let next = try await keep(.choice(offers), ticket, link, visitor, under: newKey())
            return (taken, .choose(next))
        }
    }

    /// Returns the flow in which a person chooses profiles, or `nil`.
    public func choice(
        _ key: SecretText,
        _ visitor: ConnectionVisitor
    ) async throws(PublishingFault) -> ConnectionFlow? {
        guard let flow = try await flow(key, visitor), case .choice = flow.step else { return nil }
        guard try await store.isOpen(flow.ticket.access) else { throw .accessEnded }
        return flow
    }

    /// Connects what a person chose, and ends the flow.
    ///
    /// - Parameters:
    ///   - accounts: The accounts of the chosen offers.
    ///   - key: The flow, which ``choice(_:_:)`` found.
    ///   - visitor: Who chose.
    /// - Returns: The profiles, or `nil` where the flow is over.
    /// - Throws: ``PublishingFault/accessEnded``.
    public func connect(
        _ accounts: [String],
        _ key: SecretText,
        _ visitor: ConnectionVisitor
    ) async throws(PublishingFault) -> [SocialProfile]? {
        guard let flow = try await choice(key, visitor) else { return nil }
        let chosen = flow.offers.filter { offer in
            accounts.contains { $0.isIdentical(to: offer.account) }
        }
        let profiles = try await store.connect(
            chosen,
            ItemIdentifiers(random: random),
            in: flow.ticket.access
        )
        _ = try await store.takeFlow(key)
        return profiles
    }

    private func flow(
        _ key: SecretText,
        _ visitor: ConnectionVisitor
    ) async throws(PublishingFault) -> ConnectionFlow? {
        guard let flow = try await store.flow(key).flatMap(ConnectionFlow.init(_:)),
            flow.belongs(to: visitor)
        else { return nil }
        return flow
    }

    private func keep(
        _ step: ConnectionFlow.Step,
        _ ticket: ConnectionTicket,
        _ link: String,
        _ visitor: ConnectionVisitor,
        under key: SecretText
    ) async throws(PublishingFault) -> SecretText {
        let flow = ConnectionFlow(ticket, link: link, browser: visitor.browser, step)
        try await store.keepFlow(
            flow.bytes,
            under: key,
            of: visitor.person,
            until: clock.now().adding(seconds: ConnectionFlow.lifetimeInSeconds)
        )
        return key
    }

    private func newKey() -> SecretText {
        SecretText(Base64URL.encode(random.bytes(32)))
    }
}

/// What stands behind a connection link.
public enum OpenedLink: Sendable {
    /// This server did not make it.
    case unknown
    /// It was made for somebody else.
    case foreign
    /// Its time is over.
    case expired
    /// What gave access to the workspace has ended, or the network is not available any more.
    case closed
    /// A network to connect, and what the person is asked first.
    case open(ConnectionTicket, ConnectionQuestion)
}

/// What happens next in a flow.
public enum ConnectionStep: Sendable {
    /// The person goes to the network.
    case visit(url: String)
    /// The person chooses profiles; the key of the flow.
    case choose(SecretText)
    /// It cannot be done.
    case refused(ConnectionRefusal)
}

/// What a network put into the address that it sent a person back to (RFC 6749 §4.1.2).
public struct NetworkAnswer: Sendable {
    /// What was given to the network.
    public let state: SecretText
    /// The authorization code.
    public let code: SecretText?
    /// Why there is no code.
    public let error: String?
    /// Who the network says that it is (RFC 9207).
    public let issuer: String?

    /// Gathers the parameters; one that was absent, empty or repeated is `nil`.
    public init(state: SecretText, code: SecretText?, error: String?, issuer: String?) {
        self.state = state
        self.code = code
        self.error = error
        self.issuer = issuer
    }

    /// What an answer without a code means.
    var refusal: ConnectionRefusal {
        switch error {
        case "access_denied", "user_cancelled_login", "user_cancelled_authorize": .denied
        case "temporarily_unavailable", "server_error": .unavailable
        case nil: .expired
        default: .refused("The network refused the request.")
        }
    }
}
