public import Primitives

/// How a client stands with the operator, for one person who was asked about it.
public enum ClientStanding: Sendable, Equatable {
    /// The person may decide.
    case admitted
    /// An operator must decide first.
    case waiting
    /// An operator must decide first, and the person has so many requests waiting that this one is
    /// not even written down.
    case crowdedOut
    /// Nobody can let it in.
    case refused
}

/// A request that waits for an operator.
public struct WaitingClient: Sendable, Equatable {
    /// Who was asked.
    public let user: UserKey
    /// The client.
    public let client: ClientNaming
    /// Where it would be sent back to.
    public let redirectURI: String
    /// When the person was first asked.
    public let askedAt: Timestamp

    /// Creates the value.
    public init(user: UserKey, client: ClientNaming, redirectURI: String, askedAt: Timestamp) {
        self.user = user
        self.client = client
        self.redirectURI = redirectURI
        self.askedAt = askedAt
    }
}

/// Where the policy and the waiting requests live.
public protocol AdmissionStore: Sendable {
    /// Reads the policy as it is now.
    func policy() async throws(StoreError) -> ClientPolicy

    /// Writes a waiting request down, once for each person and client.
    ///
    /// What is older than `forgottenBefore` goes first; beyond `maximum` requests of one person
    /// nothing is written.
    ///
    /// - Returns: Whether the request is written down.
    func note(
        _ waiting: WaitingClient,
        maximum: Int,
        forgottenBefore: Timestamp
    ) async throws(StoreError) -> Bool

    /// Removes a waiting request, if it is there.
    func withdraw(_ client: String, of user: UserKey) async throws(StoreError)
}

/// Asks the operator's policy, for a person who has signed in.
///
/// Nothing is written for anybody else, so a visitor can store nothing.
public struct ClientAdmission: Sendable {
    /// How many requests of one person may wait.
    public static let maximumWaiting = 10
    /// How long a request waits before it is forgotten, in seconds from when it was asked.
    public static let rememberedSeconds: Int64 = 30 * 86_400

    private let store: any AdmissionStore
    private let clock: any WallClock

    /// Creates the rule.
    public init(store: any AdmissionStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// How the client of `request` stands; one that must wait is written down.
    public func standing(
        of request: AcceptedAuthorizationRequest,
        for user: UserKey
    ) async throws(StoreError) -> ClientStanding {
        switch try await store.policy().action(for: request) {
        case .allow: return .admitted
        case .deny: return .refused
        case .hold:
            let now = clock.now()
            let isNoted = try await store.note(
                WaitingClient(
                    user: user,
                    client: ClientNaming(
                        identifier: request.client.identifier,
                        kind: request.client.kind,
                        name: request.client.metadata.displayName
                    ),
                    redirectURI: request.redirectURI.text,
                    askedAt: now
                ),
                maximum: Self.maximumWaiting,
                forgottenBefore: now.adding(seconds: -Self.rememberedSeconds)
            )
            return isNoted ? .waiting : .crowdedOut
        }
    }

    /// Whether nobody can let the client in that describes itself at `address`.
    func refuses(
        _ address: ClientDocumentAddress,
        to redirectURI: RedirectURI
    ) async throws(StoreError) -> Bool {
        let client = PolicySubject(
            identifier: address.text,
            kind: .metadataDocument,
            redirectURI: redirectURI
        )
        return try await store.policy().action(for: client) == .deny
    }

    /// Forgets that a person waits for a client.
    public func withdraw(
        _ request: AcceptedAuthorizationRequest,
        for user: UserKey
    ) async throws(StoreError) {
        try await store.withdraw(request.client.identifier, of: user)
    }
}
