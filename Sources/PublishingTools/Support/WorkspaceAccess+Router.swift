internal import MCP
internal import Publishing

extension WorkspaceAccess {
    /// The key to the workspace that the router opened for `call`.
    ///
    /// The only way from a tool call to a workspace: it takes what the router checked, and reads
    /// no argument.
    init?(openedBy call: ToolCall) {
        guard let workspace = call.workspace else { return nil }
        let token = call.token
        self.init(
            identifier: workspace.identifier,
            name: workspace.name,
            actor: .caller(
                Caller(
                    person: token.subject,
                    client: token.clientID,
                    clientName: token.clientName,
                    // A foreign authorization server may not name grants; person and client do.
                    grant: token.grantID ?? "\(token.clientID) \(token.subject)",
                    scopes: workspace.scopes
                )
            ),
            asksFirst: token.confirmsPublishing && call.confirmed == nil
        )
    }
}
