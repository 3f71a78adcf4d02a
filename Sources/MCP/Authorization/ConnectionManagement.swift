private import JSON
private import Primitives

/// Where the person changes what a running connection may do, for hints that a model can pass on.
///
/// The page adds a workspace or a permission to the grant at hand, so that the client goes on with
/// the tokens it has instead of signing the person in again.
public struct ConnectionManagement: Sendable, Equatable {
    private let address: String

    /// Names the page.
    ///
    /// - Parameter address: Its absolute address, without a query.
    public init(address: String) {
        self.address = address
    }

    /// The page of the grant behind `token`, or `nil` where introspection does not name the grant.
    ///
    /// - Parameters:
    ///   - token: What the call was made with.
    ///   - workspace: The workspace to ask for, as a client wrote it; dropped where it cannot be
    ///     an identifier.
    ///   - scopes: The permissions to ask for.
    /// - Returns: An absolute address that needs no further escaping.
    public func link(
        for token: ActiveToken,
        adding workspace: String? = nil,
        addingScopes scopes: [String] = []
    ) -> String? {
        // Another product's server may name its grants too; its page is not ours to name.
        guard let grant = token.grantID, grant.utf8.starts(with: "grt_".utf8), Self.isPlain(grant)
        else { return nil }
        var query = "grant=\(grant)"
        if let workspace, Self.isPlain(workspace) { query += "&add=\(workspace)" }
        let missing = scopes.filter { !token.holds($0) && Self.isPlain($0) }
        for scope in missing { query += "&scope=\(scope)" }
        return "\(address)?\(query)"
    }

    /// Whether `text` is an identifier or a scope that may stand in a query as it is.
    private static func isPlain(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                ASCII.isLetter($0) || ASCII.isDigit($0) || "_-:".utf8.contains($0)
            }
    }
}

extension ToolCall {
    /// The failure of a call that names a workspace which the grant does not open.
    ///
    /// A workspace that does not exist is answered in the same words, so that nobody learns which
    /// ones there are.
    ///
    /// - Parameter workspace: The identifier as the client sent it.
    /// - Returns: The failure, with the approved workspaces and the link that asks for this one.
    public func workspaceNotOpen(_ workspace: String) -> ToolError {
        let open = token.workspaces.filter { !$0.id.isIdentical(to: workspace) }.prefix(50)
        var details: JSONObject = [
            "workspaces": .array(
                open.map { ["id": .string($0.id), "name": .string($0.name)] }
            )
        ]
        let link = management?.link(for: token, adding: workspace)
        details.append("upgrade_url", ifPresent: link.map(JSONValue.string))
        let names = open.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
        let choice = open.isEmpty ? "No workspace is open to it." : "Open to it are: \(names)."
        let way =
            link.map { " To open another one, the person visits \($0) and saves." } ?? ""
        return ToolError(
            code: .workspaceNotOpen,
            message: "This connection does not open a workspace with that identifier.",
            hint: "\(choice)\(way)",
            details: details
        )
    }
}
