public import Primitives

/// An application that a person has approved and not ended.
public struct ConnectionSummary: Sendable {
    /// The identifier of its newest grant, which the form posts as `grant`.
    public let grant: String
    /// The application.
    public let client: ClientSummary
    /// The workspaces it may enter now, with the person's role in each.
    public let workspaces: [WorkspaceChoice]
    /// The scopes that were granted.
    public let scopes: [String]
    /// When the newest grant was approved.
    public let createdAt: Timestamp
    /// When a token of it was last used, or `nil`.
    public let lastUsedAt: Timestamp?
    /// Every sign-in of the application, newest first, where there are several.
    public let signIns: [SignInSummary]
    /// Whether it asks the person before it publishes or deletes, with every sign-in.
    public var confirmsPublishing = false

    /// Creates the summary.
    public init(
        grant: String,
        client: ClientSummary,
        workspaces: [WorkspaceChoice],
        scopes: [String],
        createdAt: Timestamp,
        lastUsedAt: Timestamp?,
        signIns: [SignInSummary] = []
    ) {
        self.grant = grant
        self.client = client
        self.workspaces = workspaces
        self.scopes = scopes
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.signIns = signIns
    }

    private var permissions: [String] {
        scopes.filter { !$0.utf8.elementsEqual("offline_access".utf8) }
            .map { PermissionWords.forScope($0).title }
    }

    static let shape = Shape<ConnectionSummary>(
        ClientSummary.fields { $0.client } + [
            .text("grant") { $0.grant },
            .list("workspaces", WorkspaceChoice.shape) { $0.workspaces },
            .texts("permissions") { $0.permissions },
            .flag("confirmsPublishing") { $0.confirmsPublishing },
            .text("created") { CivilDate($0.createdAt).readable },
            .text("lastUsed") { $0.lastUsedAt.map { CivilDate($0).readable } ?? "" },
            .flag("hasSignIns") { $0.signIns.count > 1 },
            .text("signInCount") { "\($0.signIns.count)" },
            .list("signIns", SignInSummary.shape) { $0.signIns },
        ]
    )
}

/// One sign-in of an application that has several: an installation, or one that was replaced.
public struct SignInSummary: Sendable {
    /// The identifier of its grant.
    public let grant: String
    /// When it was approved.
    public let createdAt: Timestamp
    /// When a token of it was last used, or `nil`.
    public let lastUsedAt: Timestamp?
    /// Whether nobody has used it since a newer one was approved.
    public let isReplaced: Bool

    /// Creates the summary.
    public init(grant: String, createdAt: Timestamp, lastUsedAt: Timestamp?, isReplaced: Bool) {
        self.grant = grant
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.isReplaced = isReplaced
    }

    static let shape = Shape<SignInSummary>([
        .text("signInGrant") { $0.grant },
        .text("approvedAt") { CivilDate($0.createdAt).readable },
        .text("usedAt") { $0.lastUsedAt.map { CivilDate($0).readable } ?? "" },
        .flag("isReplaced") { $0.isReplaced },
    ])
}

/// A connection that ended not long ago, and why.
public struct EndedSummary: Sendable {
    /// What the application called itself; anything is safe to pass.
    public let clientName: String
    /// When it ended.
    public let endedAt: Timestamp
    /// Why, as one sentence.
    public let reason: String
    /// Whether the person should look into it.
    public let isAlarming: Bool

    /// Creates the summary.
    public init(clientName: String, endedAt: Timestamp, reason: String, isAlarming: Bool) {
        self.clientName = clientName
        self.endedAt = endedAt
        self.reason = reason
        self.isAlarming = isAlarming
    }

    static let shape = Shape<EndedSummary>([
        .text("endedClient") {
            ShownText.clean($0.clientName, limit: 64, fallback: "An application")
        },
        .text("endedAt") { CivilDate($0.endedAt).readable },
        .text("reason") { $0.reason },
        .flag("isAlarming") { $0.isAlarming },
    ])
}
