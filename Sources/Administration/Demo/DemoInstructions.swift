private import Primitives

/// What `wayleave demo` prints once it answers: where it is, who can sign in, how to connect.
public enum DemoInstructions {
    /// Writes the text.
    ///
    /// - Parameters:
    ///   - origin: The server's own address, `http://127.0.0.1:8080`.
    ///   - credential: What the introspection example uses.
    /// - Returns: Lines for a terminal, without a line end behind the last.
    public static func text(origin: String, credential: DemoCredential) -> String {
        let mcp = "\(origin)/mcp"
        return """
            Wayleave is ready; this demo answers on this computer only. Ctrl-C ends it.

              MCP address   \(mcp)
              Your account  \(origin)/account
              Sign in as    \(DemoData.addresses.joined(separator: " or "))
              Password      \(DemoData.password.exposed)

            Connect a client:

              Claude Code   claude mcp add --transport http wayleave \(mcp)
                            then /mcp inside Claude Code, and Authenticate
              Codex         codex mcp add wayleave --url \(mcp)
                            codex mcp login wayleave
              VS Code       code --add-mcp '{"name":"wayleave","type":"http","url":"\(mcp)"}'
              Cursor        put this into ~/.cursor/mcp.json
                            {"mcpServers": {"wayleave": {"url": "\(mcp)"}}}

            Ask about a token as a resource server does (TOKEN is an access token, wla_...):

              curl -u '\(credential.identifier):\(credential.secret.exposed)' \\
                   -d token=TOKEN \(origin)/introspect
            """
    }
}
