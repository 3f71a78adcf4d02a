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
        return Self.introspection(answer)
    }

    /// Whether it is worth asking at once: the store nearly always answers so.
    package var answersAtOnce: Bool { true }

    /// Returns what `token` allows at this moment, where the store can say so at once.
    package func introspectAtOnce(
        _ token: SecretText
    ) throws(IntrospectionFailure) -> TokenIntrospection? {
        let answer: AtOnce<Introspection>
        do {
            answer = try tokens.introspectAtOnce(Array(token.exposed.utf8), audience: audience)
        } catch {
            throw IntrospectionFailure(reason: .unavailable)
        }
        guard case .value(let answer) = answer else { return nil }
        return Self.introspection(answer)
    }

    private static func introspection(_ answer: Introspection) -> TokenIntrospection {
        guard case .active(let active) = answer else { return .inactive }
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
        token.confirmsPublishing = access.grant.terms.confirmsPublishing
        token.workspaces = OpenedWorkspaces.list(
            of: access.user.identifier,
            access.workspaces,
            scopes: active.life.scopes
        )
        return .active(token)
    }
}
