/// The key to one workspace, and the only one that this module takes.
///
/// A caller who names a workspace has no access to it yet: the tool router makes this value from
/// the introspected grant, after checking scope, selection and live membership. No function here
/// takes a workspace's identifier from anywhere else, so a look-up that forgets the tenant cannot
/// be written. Making one is `package`, and a test of the architecture names the few files that do.
public struct WorkspaceAccess: Sendable, Equatable {
    /// In whose name something is done.
    public enum Actor: Sendable, Equatable {
        /// A client, for a person, under a grant.
        case caller(Caller)
        /// A person on a page of ours, `usr_…`, whose role must allow these scopes.
        case person(String, needing: [String])
        /// An operator at a shell.
        case operatorAtShell(account: String)
        /// The server itself, going on with what somebody who was allowed to had begun.
        case server
    }

    /// The workspace's identifier, `ws_…`.
    public let identifier: String
    /// The workspace's name.
    public let name: String
    /// In whose name.
    public let actor: Actor
    /// Whether the person wants to be asked before anything goes out or is deleted, and has not
    /// agreed to this call.
    ///
    /// The store refuses such effects through this key in the very write, whatever tool it is.
    public let asksFirst: Bool

    /// Opens the workspace; see the type for who may.
    package init(identifier: String, name: String, actor: Actor, asksFirst: Bool = false) {
        self.identifier = identifier
        self.name = name
        self.actor = actor
        self.asksFirst = asksFirst
    }
}

/// A client that calls for a person, under a grant.
public struct Caller: Sendable, Equatable {
    /// The person, `usr_…`.
    public let person: String
    /// The client's identifier.
    public let client: String
    /// The client's name, where it is known.
    public let clientName: String?
    /// The grant, `grt_…`.
    public let grant: String
    /// The scopes that this very call needs; they were held when it was let through.
    public let scopes: [String]

    /// Names the parties of a call.
    public init(
        person: String,
        client: String,
        clientName: String?,
        grant: String,
        scopes: [String]
    ) {
        self.person = person
        self.client = client
        self.clientName = clientName
        self.grant = grant
        self.scopes = scopes
    }
}
