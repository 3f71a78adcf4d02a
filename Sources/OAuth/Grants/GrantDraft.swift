public import Primitives

/// An approval that is about to become a grant.
public struct GrantDraft: Sendable, Equatable {
    /// The identifier that people and clients will see, `grt_…`.
    public let identifier: String
    /// What the person said yes to.
    public let approval: Approval
    /// The client, saved by the same insertion when nobody approved it before.
    public let client: ClientRecord
    /// What the code is bound to.
    public let code: CodeBinding
    /// The 16 random bytes that the tokens are authenticated with.
    public let salt: [UInt8]
    /// Lifetimes of its own; `nil` follows the server's.
    public internal(set) var lifetimes: TokenLifetimes?
    /// When the person approved.
    public let createdAt: Timestamp

    /// Creates the draft; everything random comes from `random`.
    public init(
        approval: Approval,
        client: ClientRecord,
        code: CodeBinding,
        at now: Timestamp,
        random: some RandomSource
    ) {
        identifier = PublicIdentifier.grant.make(from: random)
        salt = random.bytes(16)
        self.approval = approval
        self.client = client
        self.code = code
        lifetimes = client.lifetimes
        createdAt = now
    }

    /// The random name of the approved page flow, unique among grants.
    public var requestID: String { approval.requestID }
    /// The person who approved.
    public var user: UserKey { approval.user }
    /// The canonical identifier of the resource.
    public var resource: String { approval.resource }
    /// The scopes granted.
    public var scopes: ScopeSet { approval.scopes }
    /// The workspaces selected; at least one.
    public var workspaces: [WorkspaceKey] { approval.workspaces }

    /// The grant that this draft becomes when it is stored under `key`.
    public func grant(key: GrantKey, client: ClientKey) -> Grant {
        Grant(
            key: key,
            draft: self,
            clientKey: client,
            tokens: .fresh(salt: salt, at: createdAt),
            lastUsedAt: nil,
            revocation: nil
        )
    }
}

/// What a person said yes to.
public struct Approval: Sendable, Equatable {
    /// The random name of the approved page flow.
    public let requestID: String
    /// The person.
    public let user: UserKey
    /// The canonical identifier of the resource.
    public let resource: String
    /// The scopes granted.
    public let scopes: ScopeSet
    /// The workspaces selected.
    public let workspaces: [WorkspaceKey]
    /// The scopes that the person was asked about, granted or not.
    public let asked: ScopeSet
    /// Whether the person wants to be asked before something goes out or is deleted.
    public let confirmsPublishing: Bool

    /// Creates the value; without `asked`, exactly what is granted was asked for.
    public init(
        requestID: String,
        user: UserKey,
        resource: String,
        scopes: ScopeSet,
        workspaces: [WorkspaceKey],
        asked: ScopeSet? = nil,
        confirmsPublishing: Bool = false
    ) {
        self.requestID = requestID
        self.user = user
        self.resource = resource
        self.scopes = scopes
        self.workspaces = workspaces
        self.asked = asked ?? scopes
        self.confirmsPublishing = confirmsPublishing
    }
}
