internal import JSON
internal import OAuth
internal import Primitives
internal import Storage

/// A grant with its state at a moment, written for people and for programs.
struct GrantReport: Sendable {
    let listing: GrantListing
    let state: GrantState

    /// Judges `listing` at `now`, by `standard` where its grant has no lifetimes of its own.
    init(_ listing: GrantListing, at now: Timestamp, _ standard: TokenLifetimes) {
        self.listing = listing
        state = GrantState(of: listing, at: now, standard)
    }

    /// The grant as an object.
    var json: JSONValue {
        let grant = listing.grant
        return [
            "id": .string(grant.identifier),
            "state": .string(state.rawValue),
            "active": .bool(state.isUsable),
            "user": [
                "id": .string(listing.user.identifier), "email": .string(listing.user.email),
                "name": .string(listing.user.name),
            ],
            "client": [
                "id": .string(listing.client.identifier), "name": .string(listing.client.name),
            ],
            "resource": .string(grant.terms.resource),
            "scopes": .array(grant.terms.scopes.names.map(JSONValue.string)),
            "workspaces": .array(listing.workspaces.map(\.json)),
            "confirm_publishing": .bool(grant.terms.confirmsPublishing),
            "redirect_uri": .string(grant.code.redirectURI),
            "created_at": grant.createdAt.json,
            "last_used_at": .time(grant.lastUsedAt),
            "revoked_at": .time(grant.revocation?.at),
            "revoked_by": .text(grant.revocation?.by.rawValue),
            "revocation_reason": .text(grant.revocation?.reason.rawValue),
        ]
    }

    /// The grant in full, for a person.
    var details: Details {
        let grant = listing.grant
        var details = Details()
        details.add("Grant", grant.identifier)
        details.add("State", state.words)
        if let revocation = grant.revocation {
            details.add("Revoked", "\(revocation.at.exact) by \(revocation.by.rawValue)")
            details.add("Why", revocation.reason.text)
        }
        details.add("User", "\(listing.user.email) (\(listing.user.identifier))")
        details.add("Client", "\(listing.client.name) (\(listing.client.identifier))")
        details.add("Redirect URI", grant.code.redirectURI)
        details.add("Resource", grant.terms.resource)
        details.add("Scopes", all: grant.terms.scopes.names)
        details.add("Workspaces", all: listing.workspaces.map(\.words))
        details.add("Asks before publishing", grant.terms.confirmsPublishing ? "yes" : "no")
        details.add("Approved", grant.createdAt.exact)
        details.add("Last used", grant.lastUsedAt?.exact)
        return details
    }

    /// The grants of `reports` under each other.
    static func table(_ reports: [GrantReport]) -> Table {
        var table = Table(
            "GRANT",
            "USER",
            "CLIENT",
            "WORKSPACES",
            "STATE",
            "APPROVED",
            "LAST USED"
        )
        for report in reports {
            let listing = report.listing
            table.add(
                listing.grant.identifier,
                listing.user.email,
                listing.client.name,
                listing.workspaces.map(\.name).joined(separator: ", "),
                report.state.words,
                listing.grant.createdAt.short,
                listing.grant.lastUsedAt?.short ?? "-"
            )
        }
        return table
    }
}

extension SelectedWorkspace {
    /// Whether the grant opens it now, as far as the workspace decides.
    private var isOpen: Bool { !isArchived && role != nil }

    fileprivate var words: String {
        if isArchived { return "\(name) (\(identifier)), closed: archived" }
        guard let role else { return "\(name) (\(identifier)), closed: no longer a member" }
        return "\(name) (\(identifier)), \(role.rawValue)"
    }

    fileprivate var json: JSONValue {
        [
            "id": .string(identifier), "name": .string(name), "open": .bool(isOpen),
            "archived": .bool(isArchived), "role": .text(role?.rawValue),
        ]
    }
}
