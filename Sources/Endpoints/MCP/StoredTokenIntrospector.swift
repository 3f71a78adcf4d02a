package import MCP
package import OAuth
package import Primitives

/// Introspection without a network: the very function behind `POST /introspect`.
package struct StoredTokenIntrospector: TokenIntrospector {
    private let tokens: TokenService
    private let audience: String

    /// Asks `tokens` about tokens for the resource `audience`.
    package init(tokens: TokenService, audience: String) {
        self.tokens = tokens
        self.audience = audience
    }

    /// Returns what `token` allows at this moment.
    package func introspect(
        _ token: SecretText
    ) async throws(IntrospectionFailure) -> TokenIntrospection {
        let answer: Introspection
        do {
            answer = try await tokens.introspect(Array(token.exposed.utf8), audience: audience)
        } catch {
            throw IntrospectionFailure(reason: .unavailable)
        }
        guard case .active(let active) = answer else { return .inactive }
        return .active(Self.token(active))
    }

    private static func token(_ active: ActiveAccess) -> ActiveToken {
        let access = active.access
        var token = ActiveToken(
            subject: access.user.identifier,
            clientID: access.client.identifier,
            scopes: active.life.scopes.names,
            audience: [active.audience]
        )
        token.username = access.user.email
        token.personName = access.user.name
        token.clientName = access.client.name
        token.grantID = access.grant.identifier
        token.expiresAt = active.life.expiresAt
        token.workspaces = access.workspaces.map { workspace in
            ActiveToken.WorkspaceGrant(
                id: workspace.identifier,
                name: workspace.name,
                role: workspace.role.rawValue,
                scopes: workspace.usableScopes(of: active.life.scopes).names
            )
        }
        return token
    }
}
