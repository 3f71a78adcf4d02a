internal import Directory
internal import JSON
private import Primitives
internal import Storage

extension Installation {
    /// Makes a person a member of a workspace, or gives a member another role.
    ///
    /// - Parameters:
    ///   - person: A `usr_…` or an e-mail address.
    ///   - workspace: A `ws_…`, or a name that only one workspace has.
    ///   - role: What they may do there.
    /// - Returns: The membership.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func setMember(
        _ person: String,
        of workspace: String,
        role: RoleArgument
    ) async throws(AdministrationError) -> CommandOutput {
        let workspace = try knownWorkspace(workspace).workspace
        let person = try knownPerson(person).person
        try await explained {
            try await store.workspaces.setRole(
                role.role,
                of: person.key,
                in: workspace.key,
                at: clock.now()
            )
        }
        return CommandOutput(
            "\(person.email.text) is \(role.rawValue) of \(workspace.name) now.",
            json: [
                "workspace": .string(workspace.identifier), "user": .string(person.identifier),
                "role": .string(role.rawValue),
            ]
        )
    }

    /// Returns the members of a workspace.
    ///
    /// - Parameter workspace: A `ws_…`, or a name that only one workspace has.
    /// - Returns: The members by e-mail address.
    /// - Throws: ``AdministrationError``.
    public func members(of workspace: String) throws(AdministrationError) -> CommandOutput {
        let workspace = try knownWorkspace(workspace).workspace
        let members = try explained { try store.workspaces.members(of: workspace.key) }
        var table = Table("USER", "EMAIL", "NAME", "ROLE", "SINCE", "STATE")
        for member in members {
            table.add(
                member.person.identifier,
                member.person.email.text,
                member.person.name,
                member.role.rawValue,
                member.createdAt.short,
                member.person.isEnabled ? "enabled" : "disabled"
            )
        }
        return CommandOutput(
            table.text(
                empty: "\(workspace.name) has no members; add one with 'wayleave member add'."
            ),
            json: .array(members.map(\.json))
        )
    }

    /// Takes a person out of a workspace; their grants stop opening it.
    ///
    /// - Parameters:
    ///   - person: A `usr_…` or an e-mail address.
    ///   - workspace: A `ws_…`, or a name that only one workspace has.
    /// - Returns: Who left what.
    /// - Throws: ``AdministrationError``, also where they are not a member.
    public func removeMember(
        _ person: String,
        from workspace: String
    ) async throws(AdministrationError) -> CommandOutput {
        let workspace = try knownWorkspace(workspace).workspace
        let person = try knownPerson(person).person
        let wasMember = try await explained {
            try await store.workspaces.remove(person.key, from: workspace.key)
        }
        guard wasMember else {
            throw AdministrationError(
                "\(person.email.text) is not a member of \(workspace.name); see "
                    + "'wayleave member list \(workspace.identifier)'"
            )
        }
        return CommandOutput(
            "Took \(person.email.text) out of \(workspace.name).",
            json: [
                "workspace": .string(workspace.identifier), "user": .string(person.identifier),
            ]
        )
    }
}
