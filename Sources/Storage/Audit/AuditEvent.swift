public import Primitives

/// Something that happened and is written down for good, in the same write as its effect.
///
/// No field may hold a secret: no token, code, password or cookie.
public struct AuditEvent: Sendable, Equatable {
    /// What happened.
    public let kind: AuditEventKind
    /// Who did it.
    public let actor: AuditActor
    /// The person concerned, `usr_…`.
    public let person: String?
    /// The client concerned, its `client_id`.
    public let client: String?
    /// The grant concerned, `grt_…`.
    public let grant: String?
    /// The workspace concerned, `ws_…`.
    public let workspace: String?
    /// What else a reader should know, in a few words.
    public let detail: String?

    /// Creates the event.
    public init(
        _ kind: AuditEventKind,
        by actor: AuditActor,
        person: String? = nil,
        client: String? = nil,
        grant: String? = nil,
        workspace: String? = nil,
        detail: String? = nil
    ) {
        self.kind = kind
        self.actor = actor
        self.person = person
        self.client = client
        self.grant = grant
        self.workspace = workspace
        self.detail = detail
    }
}

/// What can be written down.
public enum AuditEventKind: String, Sendable, CaseIterable {
    /// Somebody signed in.
    case signedIn = "sign_in.succeeded"
    /// Somebody tried to sign in as a person and failed.
    case signInFailed = "sign_in.failed"
    /// A person approved a client.
    case grantApproved = "grant.approved"
    /// The client redeemed the authorization code.
    case grantRedeemed = "grant.redeemed"
    /// The scopes of a grant were changed.
    case grantChanged = "grant.changed"
    /// A person opened another workspace to a grant.
    case workspaceSelected = "grant.workspace_added"
    /// A person closed a workspace to a grant.
    case workspaceDeselected = "grant.workspace_removed"
    /// An authentic code or refresh token came back after it had been used.
    case replayDetected = "grant.replay_detected"
    /// A grant ended.
    case grantRevoked = "grant.revoked"
    /// A client called a tool; the detail says which, how it ended and how long it took.
    case toolCalled = "tool.called"
    /// A person agreed, on a page, to a call that a client makes.
    case callApproved = "tool.approved"
    /// A person said no, on a page, to a call that a client makes.
    case callDeclined = "tool.declined"
    /// A person was added.
    case personAdded = "user.added"
    /// A person's password was changed.
    case passwordChanged = "user.password_changed"
    /// A person was shut out.
    case personDisabled = "user.disabled"
    /// A person was let in again.
    case personEnabled = "user.enabled"
    /// A person was removed.
    case personRemoved = "user.removed"
    /// A workspace was added.
    case workspaceAdded = "workspace.added"
    /// A workspace got another name.
    case workspaceRenamed = "workspace.renamed"
    /// A workspace was archived.
    case workspaceArchived = "workspace.archived"
    /// A workspace was brought back.
    case workspaceRestored = "workspace.restored"
    /// The content of a file was added to a workspace.
    case contentImported = "workspace.content_imported"
    /// A person connected a profile of a network to a workspace; the detail names it.
    case profileConnected = "profile.connected"
    /// A person has disconnected a profile.
    case profileDisconnected = "profile.disconnected"
    /// A network does not let a profile in any more.
    case profileExpired = "profile.expired"
    /// A person became a member of a workspace, or got another role there.
    case memberSet = "member.set"
    /// A person left a workspace.
    case memberRemoved = "member.removed"
    /// An operator registered a client.
    case clientAdded = "client.added"
    /// What a client publishes about itself changed.
    case clientChanged = "client.changed"
    /// A client was shut out.
    case clientDisabled = "client.disabled"
    /// A client was let in again.
    case clientEnabled = "client.enabled"
    /// A client was removed.
    case clientRemoved = "client.removed"
    /// An operator gave a client lifetimes of its own, or took them away.
    case clientLifetimesSet = "client.lifetimes_set"
    /// The server was started with other lifetimes than before.
    case lifetimesChanged = "server.lifetimes_changed"
    /// A person waits for an operator to decide about a client.
    case clientWaiting = "client.waiting"
    /// An operator made a rule about clients, or changed one.
    case clientRuleSet = "client_policy.set"
    /// An operator removed a rule about clients.
    case clientRuleRemoved = "client_policy.removed"
    /// A resource server got a credential.
    case resourceServerAdded = "resource_server.added"
    /// A resource server got another credential.
    case resourceServerRotated = "resource_server.rotated"
    /// A resource server lost its credential.
    case resourceServerRemoved = "resource_server.removed"
}

/// Who did something.
public enum AuditActor: Sendable, Equatable, CustomStringConvertible {
    /// The person that the event names, in a browser.
    case person
    /// The client that the event names.
    case client
    /// Somebody at a shell; the text is their account there.
    case shell(String)
    /// The server itself, on a rule.
    case server

    /// The form that the log keeps.
    public var description: String {
        switch self {
        case .person: "person"
        case .client: "client"
        case .shell(let account): "shell:\(account)"
        case .server: "server"
        }
    }

    init?(_ text: String) {
        switch text {
        case "person": self = .person
        case "client": self = .client
        case "server": self = .server
        default:
            guard text.utf8.starts(with: "shell:".utf8) else { return nil }
            self = .shell(String(text.dropFirst(6)))
        }
    }
}

/// An event as the log keeps it.
public struct AuditRecord: Sendable, Equatable {
    /// Its number; the first is 1 and none is left out.
    public let number: Int64
    /// When it happened.
    public let at: Timestamp
    /// What happened.
    public let event: AuditEvent
    /// SHA-256 over the hash before it and the event itself.
    public let hash: [UInt8]
}
