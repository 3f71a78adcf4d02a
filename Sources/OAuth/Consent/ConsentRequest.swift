/// A workspace that a person could open to a client.
public struct ConsentWorkspace: Sendable, Equatable {
    /// The row's key.
    public let key: WorkspaceKey
    /// The identifier `ws_…`, which the form sends back.
    public let identifier: String
    /// Its name.
    public let name: String
    /// The person's role there.
    public let role: WorkspaceRole

    /// Creates the value.
    public init(key: WorkspaceKey, identifier: String, name: String, role: WorkspaceRole) {
        self.key = key
        self.identifier = identifier
        self.name = name
        self.role = role
    }
}

/// Everything that a person must see to decide, as values; pages turn it into words.
public struct ConsentRequest: Sendable, Equatable {
    /// The random name of the flow.
    public let requestID: String
    /// What the client asks.
    public let request: AcceptedAuthorizationRequest
    /// The person who is asked.
    public let person: UserKey
    /// The workspaces the person is a member of now.
    public let workspaces: [ConsentWorkspace]
    /// How long the access would last.
    public let lifetimes: TokenLifetimes
    /// What the person let the same client do at the same resource before.
    public let earlier: EarlierApproval?

    /// Creates the question for one person.
    public init(
        requestID: String,
        request: AcceptedAuthorizationRequest,
        person: UserKey,
        workspaces: [ConsentWorkspace],
        lifetimes: TokenLifetimes,
        earlier: EarlierApproval? = nil
    ) {
        self.requestID = requestID
        self.request = request
        self.person = person
        self.workspaces = workspaces
        self.lifetimes = lifetimes
        self.earlier = earlier
    }

    /// The name the client gave itself, cleaned.
    public var clientName: String { request.client.metadata.displayName }

    /// Whether an operator vouches for the client, or its addresses are known; all others only say
    /// who they are.
    public var isClientVerified: Bool {
        if case .verified = request.recognition { return true }
        return request.client.kind == .registered
    }

    /// Where the answer goes, to be shown larger than the client's name.
    public var redirectHost: String { request.redirectURI.displayHost }

    /// Whether the answer goes to a program on the person's own computer, which no name can prove.
    public var leadsToThisComputer: Bool { request.redirectURI.kind != .https }
}
