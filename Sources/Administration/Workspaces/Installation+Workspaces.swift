internal import Directory
internal import JSON
private import Primitives
internal import Storage

extension Installation {
    /// Adds a workspace, with a first owner where one is named.
    ///
    /// - Parameters:
    ///   - name: The name that pages show.
    ///   - owner: A `usr_…` or an e-mail address, or `nil`.
    /// - Returns: The workspace.
    /// - Throws: ``AdministrationError``.
    public func addWorkspace(
        _ name: String,
        owner: String?
    ) async throws(AdministrationError) -> CommandOutput {
        let name = try Self.displayName(name)
        let person = if let owner { try knownPerson(owner).person } else { Person?.none }
        let workspace = try await explained {
            let workspace = try await store.workspaces.add(
                WorkspaceDraft(
                    identifier: OpaqueIdentifier.workspace(random),
                    name: name,
                    createdAt: clock.now()
                )
            )
            if let person {
                try await store.workspaces.setRole(
                    .owner,
                    of: person.key,
                    in: workspace.key,
                    at: clock.now()
                )
            }
            return workspace
        }
        let ownership = person.map { ", owned by \($0.email.text)" } ?? ""
        return try shown(
            workspace.identifier,
            saying: "Added \(name.text) as \(workspace.identifier)\(ownership)."
        )
    }

    /// Returns all workspaces by name, archived ones too.
    public func workspaces() throws(AdministrationError) -> CommandOutput {
        let listings = try explained { try store.workspaces.listings() }
        var table = Table("WORKSPACE", "NAME", "MEMBERS", "STATE")
        for listing in listings {
            table.add(
                listing.workspace.identifier,
                listing.workspace.name,
                "\(listing.memberCount)",
                listing.workspace.isLive ? "live" : "archived"
            )
        }
        return CommandOutput(
            table.text(empty: "There is no workspace yet; add one with 'wayleave workspace add'."),
            json: .array(listings.map(\.json))
        )
    }

    /// Returns one workspace with its members.
    ///
    /// - Parameter name: A `ws_…`, or a name that only one workspace has.
    /// - Returns: The workspace.
    /// - Throws: ``AdministrationError``, also where there is none of that name.
    public func workspace(_ name: String) throws(AdministrationError) -> CommandOutput {
        let listing = try knownWorkspace(name)
        let members = try explained { try store.workspaces.members(of: listing.workspace.key) }
        var details = Details()
        details.add("Workspace", listing.workspace.identifier)
        details.add("Name", listing.workspace.name)
        details.add(
            "State",
            listing.workspace.archivedAt.map { "archived since \($0.exact)" } ?? "live"
        )
        details.add("Added", listing.createdAt.exact)
        details.add("Members", all: members.map { "\($0.person.email.text), \($0.role.rawValue)" })
        var json = listing.jsonObject
        json.append("members", .array(members.map(\.json)))
        return CommandOutput(details.text, json: .object(json))
    }

    /// Gives a workspace another name.
    ///
    /// - Parameters:
    ///   - name: A `ws_…`, or a name that only one workspace has.
    ///   - newName: The name it gets.
    /// - Returns: The workspace.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func renameWorkspace(
        _ name: String,
        to newName: String
    ) async throws(AdministrationError) -> CommandOutput {
        let workspace = try knownWorkspace(name).workspace
        let newName = try Self.displayName(newName)
        try await explained { try await store.workspaces.rename(workspace.key, to: newName) }
        return try shown(
            workspace.identifier,
            saying: "Renamed \(workspace.name) to \(newName.text)."
        )
    }

    /// Archives a workspace, or brings it back.
    ///
    /// - Parameters:
    ///   - name: A `ws_…`, or a name that only one workspace has.
    ///   - isArchived: Whether it is to be archived.
    /// - Returns: The workspace.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func setWorkspace(
        _ name: String,
        isArchived: Bool
    ) async throws(AdministrationError) -> CommandOutput {
        let workspace = try knownWorkspace(name).workspace
        guard workspace.isLive == isArchived else {
            return try shown(
                workspace.identifier,
                saying: "\(workspace.name) is \(isArchived ? "archived" : "live") already."
            )
        }
        let time = isArchived ? clock.now() : nil
        try await explained { try await store.workspaces.setArchived(workspace.key, at: time) }
        let sentence =
            isArchived
            ? "Archived \(workspace.name): nobody and no client can enter it until "
                + "'wayleave workspace restore \(workspace.identifier)'."
            : "Restored \(workspace.name): members and their clients can enter it again."
        return try shown(workspace.identifier, saying: sentence)
    }

    /// The workspace that an operator names.
    func knownWorkspace(_ name: String) throws(AdministrationError) -> WorkspaceListing {
        if let listing = try explained({ try store.workspaces.find(name) }) { return listing }
        let namesakes = try explained {
            try store.workspaces.listings().filter { $0.workspace.name.isIdentical(to: name) }
        }
        throw namesakes.isEmpty ? .unknownWorkspace(name) : .ambiguous("workspace", name)
    }

    private func shown(
        _ identifier: String,
        saying sentence: String
    ) throws(AdministrationError) -> CommandOutput {
        CommandOutput(sentence, json: try knownWorkspace(identifier).json)
    }
}
