internal import Primitives

/// Whether the two parties of a grant may still act.
public struct GrantStanding: Sendable, Equatable {
    /// Whether the person was disabled or removed.
    public let isUserDisabled: Bool
    /// Whether the client was disabled or removed.
    public let isClientDisabled: Bool

    /// Creates the value.
    public init(isUserDisabled: Bool, isClientDisabled: Bool) {
        self.isUserDisabled = isUserDisabled
        self.isClientDisabled = isClientDisabled
    }

    /// Whether neither is disabled.
    public var isGood: Bool { !isUserDisabled && !isClientDisabled }
}

/// A grant and everything that decides what it allows at this moment.
///
/// One object that never changes: it is handed through several layers at every introspection, and
/// as a structure each hand-over would count a dozen references up and down.
public final class GrantAccess: Sendable {
    /// The grant.
    public let grant: Grant
    let parties: GrantParties
    /// When a use was noted last by whoever keeps this value; the row says so only later.
    private let noted = Lock<Timestamp?>(nil)

    /// The person it belongs to.
    public var user: GrantUser { parties.user }
    /// The client that holds it.
    public var client: GrantClient { parties.client }
    /// The selected workspaces that are not archived and where the person is a member now.
    public var workspaces: [EffectiveWorkspace] { parties.workspaces }

    /// Creates the value.
    public init(grant: Grant, parties: GrantParties) {
        self.grant = grant
        self.parties = parties
    }

    /// Creates the value from all that belongs to it.
    public convenience init(
        grant: Grant,
        user: GrantUser,
        client: GrantClient,
        workspaces: [EffectiveWorkspace]
    ) {
        self.init(
            grant: grant,
            parties: GrantParties(user: user, client: client, workspaces: workspaces)
        )
    }

    /// Whether a use at `now` is to be noted, which it then counts as.
    func isNoteDue(at now: Timestamp, everySeconds interval: Int64) -> Bool {
        noted.withLock { noted in
            if let last = noted ?? grant.lastUsedAt, now.seconds(since: last) < interval {
                return false
            }
            noted = now
            return true
        }
    }

    /// Whether the person and the client may still act.
    public var standing: GrantStanding {
        GrantStanding(isUserDisabled: user.isDisabled, isClientDisabled: client.isDisabled)
    }
}

extension GrantAccess: Equatable {
    /// Whether both say the same.
    public static func == (left: GrantAccess, right: GrantAccess) -> Bool {
        left.grant == right.grant && left.user == right.user && left.client == right.client
            && left.workspaces == right.workspaces
    }
}

/// Whom a grant binds and where it leads; most grants of a person and a client share one.
public final class GrantParties: Sendable {
    /// The person.
    public let user: GrantUser
    /// The client.
    public let client: GrantClient
    /// The workspaces that are open now.
    public let workspaces: [EffectiveWorkspace]

    /// Creates the value.
    public init(user: GrantUser, client: GrantClient, workspaces: [EffectiveWorkspace]) {
        self.user = user
        self.client = client
        self.workspaces = workspaces
    }
}

/// The person a grant belongs to, as introspection shows them.
public struct GrantUser: Sendable, Equatable {
    /// The identifier `usr_…`.
    public let identifier: String
    /// The e-mail address they sign in with.
    public let email: String
    /// Their name.
    public let name: String
    /// Whether they were disabled.
    public let isDisabled: Bool

    /// Creates the value.
    public init(identifier: String, email: String, name: String, isDisabled: Bool) {
        self.identifier = identifier
        self.email = email
        self.name = name
        self.isDisabled = isDisabled
    }
}

/// The client that holds a grant, as introspection shows it.
public struct GrantClient: Sendable, Equatable {
    /// The `client_id`.
    public let identifier: String
    /// The name it gave itself, cleaned.
    public let name: String
    /// How it became known.
    public let kind: ClientKind
    /// Whether it was disabled.
    public let isDisabled: Bool

    /// Creates the value.
    public init(identifier: String, name: String, kind: ClientKind, isDisabled: Bool) {
        self.identifier = identifier
        self.name = name
        self.kind = kind
        self.isDisabled = isDisabled
    }
}

/// A workspace that a grant opens now.
public struct EffectiveWorkspace: Sendable, Equatable {
    /// The identifier `ws_…`.
    public let identifier: String
    /// Its name.
    public let name: String
    /// The person's role there, which caps the scopes usable there.
    public let role: WorkspaceRole

    /// Creates the value.
    public init(identifier: String, name: String, role: WorkspaceRole) {
        self.identifier = identifier
        self.name = name
        self.role = role
    }

    /// Whether both say the same, byte for byte.
    public func isIdentical(to other: EffectiveWorkspace) -> Bool {
        role == other.role && identifier.isIdentical(to: other.identifier)
            && name.isIdentical(to: other.name)
    }
}
