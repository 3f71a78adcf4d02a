public import OAuth
public import Primitives

/// A grant as a person or an operator sees it.
public struct GrantListing: Sendable, Equatable {
    /// The grant.
    public let grant: Grant
    /// Whose it is.
    public let user: GrantUser
    /// Which client holds it.
    public let client: GrantClient
    /// What was selected, whether it still gives access or not.
    public let workspaces: [SelectedWorkspace]
}

/// A workspace that was selected in a grant.
public struct SelectedWorkspace: Sendable, Equatable {
    /// The identifier `ws_…`.
    public let identifier: String
    /// Its name.
    public let name: String
    /// Whether it was archived, so that the grant does not open it now.
    public let isArchived: Bool
    /// The person's role there now; without one the grant does not open it.
    public let role: WorkspaceRole?
}

/// Which grants a listing shows; what is not set does not narrow it.
public struct GrantFilter: Sendable {
    /// Only grants of this person: a `usr_…` or an e-mail address.
    public var user: String?
    /// Only grants of this client: its `client_id`.
    public var client: String?
    /// Only grants in which this workspace, a `ws_…`, was selected.
    public var workspace: String?
    /// Only the grant with this identifier, a `grt_…`.
    public var identifier: String?
    /// Only grants that have not ended and whose person and client are not disabled.
    public var isActiveOnly = false
    /// Only grants approved then or later.
    public var since: Timestamp?
    /// Only grants older than this one, for the next page.
    public var before: GrantKey?
    /// How many at most.
    public var limit = 1_000

    /// Creates a filter that lets everything through.
    public init() {}
}
