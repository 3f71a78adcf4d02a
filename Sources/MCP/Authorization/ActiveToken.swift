public import Primitives

/// What an access token stands for at this moment, as introspection reports it (RFC 7662 §2.2).
public struct ActiveToken: Sendable, Equatable {
    /// A workspace that the person approved and still may enter.
    public struct WorkspaceGrant: Sendable, Equatable {
        /// The workspace's identifier, `ws_…`.
        public var id: String
        /// The workspace's name, as people wrote it.
        public var name: String
        /// The person's role there: `owner`, `editor` or `viewer`.
        public var role: String
        /// The granted scopes that the role allows there.
        public var scopes: [String]

        /// Creates the report of one workspace.
        public init(id: String, name: String, role: String, scopes: [String]) {
            self.id = id
            self.name = name
            self.role = role
            self.scopes = scopes
        }
    }

    /// Who acts: the person's identifier, `usr_…`.
    public var subject: String
    /// The name the person signs in with, an e-mail address.
    public var username: String?
    /// What the person is called.
    public var personName: String?
    /// The client that the token was given to.
    public var clientID: String
    /// What the client calls itself.
    public var clientName: String?
    /// The approval that the token belongs to, `grt_…`.
    public var grantID: String?
    /// The granted scopes.
    public var scopes: [String]
    /// The resources that the token is for.
    public var audience: [String]
    /// When the token ends by itself.
    public var expiresAt: Timestamp?
    /// The workspaces that the token opens now.
    public var workspaces: [WorkspaceGrant]
    /// Whether the person wants to be asked before something goes out or is deleted with it.
    public var confirmsPublishing = false

    /// Creates a report that names only what every token has.
    ///
    /// - Parameters:
    ///   - subject: Who acts.
    ///   - clientID: The client that the token was given to.
    ///   - scopes: The granted scopes.
    ///   - audience: The resources that the token is for.
    public init(subject: String, clientID: String, scopes: [String], audience: [String]) {
        self.subject = subject
        self.clientID = clientID
        self.scopes = scopes
        self.audience = audience
        workspaces = []
    }

    /// Whether the grant holds `scope`; no scope of ours implies another.
    func holds(_ scope: String) -> Bool {
        scopes.contains { $0.isIdentical(to: scope) }
    }

    /// Whether the token was issued for `resource`, compared byte for byte.
    func isFor(_ resource: String) -> Bool {
        audience.contains { $0.isIdentical(to: resource) }
    }
}
