internal import Directory
internal import OAuth
internal import Publishing

extension ConsentWorkspace {
    /// The key to this membership's workspace, for what a person does on a page themselves.
    ///
    /// Their role there is looked at again by whatever uses the key, in its own write.
    ///
    /// - Parameters:
    ///   - person: Who is signed in, and whose membership it is.
    ///   - scopes: What their role must allow.
    /// - Returns: The key.
    func access(for person: Person, needing scopes: [Scope]) -> WorkspaceAccess {
        WorkspaceAccess(
            identifier: identifier,
            name: name,
            actor: .person(person.identifier, needing: scopes.map(\.name))
        )
    }
}
