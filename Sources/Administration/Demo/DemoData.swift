internal import Cryptography
internal import Directory
internal import OAuth
public import Primitives
internal import Storage

/// The people and workspaces that `wayleave demo` shows, and what the workspaces hold.
public enum DemoData {
    /// The password of both people; it is no secret, and the demo listens on loopback only.
    public static let password = SecretText("wayleave-demo-only")
    /// Who can sign in.
    public static let addresses = ["ada@example.com", "grace@example.com"]

    static let resourceServer = "rs_demo"

    private static let people = [
        ("ada@example.com", "Ada Lovelace"), ("grace@example.com", "Grace Hopper"),
    ]
    /// Each workspace with the role of the first and the second person.
    private static let workspaces: [(name: String, roles: [MembershipRole?])] = [
        ("Northwind Studio", [.owner, .viewer]),
        ("Harbour Coffee", [.editor, .owner]),
        ("Atlas Agency", [.viewer, .owner]),
        ("Grace's Garden", [nil, .owner]),
    ]

    /// Makes the people and workspaces that are not there yet.
    ///
    /// Once the people exist their workspaces are left as they are, so that what somebody tried out
    /// survives a restart.
    ///
    /// - Parameter installation: Where.
    /// - Throws: ``AdministrationError``.
    public static func install(in installation: Installation) async throws(AdministrationError) {
        var isNew = false
        for (email, name) in people where try await !isKnown(email, in: installation) {
            isNew = true
            // Not by the rules for passwords, which refuse one that everybody knows.
            _ = try await installation.add(
                try Installation.emailAddress(email),
                try Installation.displayName(name),
                password
            )
        }
        guard isNew else { return }
        var keys: [PersonKey] = []
        for (email, _) in people { keys.append(try installation.knownPerson(email).person.key) }
        for workspace in workspaces {
            try await install(workspace.name, roles: workspace.roles, of: keys, in: installation)
        }
    }

    /// Makes sure that a resource server with a known credential may introspect tokens of
    /// `audience`.
    ///
    /// The secret comes from the key file, so that a credential somebody noted down works again
    /// after a restart.
    ///
    /// - Parameters:
    ///   - installation: Where.
    ///   - audience: The resource identifier of the demo server, `http://127.0.0.1:8080/mcp`.
    /// - Returns: The credential.
    /// - Throws: ``AdministrationError``.
    public static func installResourceServer(
        in installation: Installation,
        audience: String
    ) async throws(AdministrationError) -> DemoCredential {
        let keys = try explained { try KeyFile.load(at: installation.paths.keys) }
        let label = Array("wayleave demo resource server".utf8)
        let secret = "wls_" + Base64URL.encode(keys.clientSecretKey.authenticate(label))
        let server = ResourceServer(
            identifier: resourceServer,
            audience: try Installation.audience(audience),
            secretHash: SHA256.digest(Array(secret.utf8))
        )
        try await explained {
            let store = installation.store.resourceServers
            let known = try await store.resourceServer(identifier: resourceServer)
            guard known != server else { return }
            let now = installation.clock.now()
            if known != nil { _ = try await store.remove(resourceServer, at: now) }
            _ = try await store.add(server, at: now)
        }
        return DemoCredential(identifier: resourceServer, secret: SecretText(secret))
    }

    /// Whether somebody has the address; unlike a listing, it counts no grants.
    private static func isKnown(
        _ email: String,
        in installation: Installation
    ) async throws(AdministrationError) -> Bool {
        let address = try Installation.emailAddress(email)
        return try await explained {
            try await installation.store.people.credentials(forEmail: address) != nil
        }
    }

    private static func install(
        _ name: String,
        roles: [MembershipRole?],
        of people: [PersonKey],
        in installation: Installation
    ) async throws(AdministrationError) {
        let store = installation.store.workspaces
        let now = installation.clock.now()
        let known = try explained {
            try store.listings().first { $0.workspace.name.isIdentical(to: name) }
        }
        try await explained {
            let workspace: Workspace
            if let known {
                workspace = known.workspace
            } else {
                workspace = try await store.add(
                    WorkspaceDraft(
                        identifier: OpaqueIdentifier.workspace(installation.random),
                        name: try DisplayName(parsing: name),
                        createdAt: now
                    )
                )
            }
            for (person, role) in zip(people, roles) {
                guard let role else { continue }
                try await store.setRole(role, of: person, in: workspace.key, at: now)
            }
        }
        if known == nil { try await DemoContent.install(in: name, of: installation) }
    }
}

/// What the demo's resource server proves itself with.
public struct DemoCredential: Sendable {
    /// The public part.
    public let identifier: String
    /// The secret part.
    public let secret: SecretText

    /// Pairs the two.
    public init(identifier: String, secret: SecretText) {
        self.identifier = identifier
        self.secret = secret
    }
}
