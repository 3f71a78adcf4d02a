private import Primitives

/// The resource that the router guards, and the challenges that tell a client how to get in.
public struct ProtectedResource: Sendable {
    /// The canonical address of the MCP endpoint, which tokens must name as their audience.
    public let identifier: String
    /// Where the resource's metadata stands (RFC 9728 §3).
    public let metadataURL: String
    /// All scopes of the resource, in the order they are named to clients.
    public let scopes: [String]
    /// Where the person changes what a connection may do, or `nil` where there is no such page.
    public let management: ConnectionManagement?

    /// The challenge to a request without a token (RFC 6750 §3.1: no `error` then).
    let missingTokenChallenge: String
    /// The challenge to a request whose token is no good here.
    let invalidTokenChallenge: String
    /// The challenge to a request that carries a token in two ways.
    let twoTokensChallenge: String

    /// Describes the resource.
    ///
    /// - Parameters:
    ///   - identifier: The canonical address of the MCP endpoint.
    ///   - metadataURL: Where its metadata stands.
    ///   - scopes: All scopes of the resource; `offline_access` is not one.
    ///   - management: Where the person changes what a connection may do.
    public init(
        identifier: String,
        metadataURL: String,
        scopes: [String],
        management: ConnectionManagement? = nil
    ) {
        self.identifier = identifier
        self.metadataURL = metadataURL
        self.scopes = scopes
        self.management = management
        // Every scope, not only what this call needs: many clients ask once and never step up.
        let tail =
            #"resource_metadata="\#(metadataURL)", scope="\#(scopes.joined(separator: " "))""#
        missingTokenChallenge = "Bearer \(tail)"
        invalidTokenChallenge =
            #"Bearer error="invalid_token", error_description="\#(Self.invalidToken)", \#(tail)"#
        twoTokensChallenge =
            #"Bearer error="invalid_request", error_description="\#(Self.twoTokens)", \#(tail)"#
    }

    // Clients search the whole field for `scope=` and `resource_metadata=` and take the first hit,
    // so no description may hold a name followed by an equals sign.

    /// The one description of every token that is refused.
    static let invalidToken = "The access token is unknown, expired, revoked or for another server"
    /// What is said to a request that carries a token in two ways.
    static let twoTokens = "Send the access token in the Authorization header only"
    /// What is said when the token lacks a scope.
    static let insufficientScope = "This call needs a permission that was not granted"

    /// The challenge to a call that needs `needed` while `granted` is held (RFC 6750 §3.1).
    ///
    /// It names what is held already too: clients that ask for exactly the challenged scopes would
    /// otherwise lose the rest with the next token.
    func insufficientScopeChallenge(needed: [String], granted: [String]) -> String {
        let scope = union(granted: granted, needed: needed).joined(separator: " ")
        return #"Bearer error="insufficient_scope", "#
            + #"error_description="\#(Self.insufficientScope)", "#
            + #"scope="\#(scope)", resource_metadata="\#(metadataURL)""#
    }

    private func union(granted: [String], needed: [String]) -> [String] {
        let known = scopes.filter { scope in
            granted.contains { $0.isIdentical(to: scope) }
                || needed.contains { $0.isIdentical(to: scope) }
        }
        let others = needed.filter { scope in !known.contains { $0.isIdentical(to: scope) } }
        return known + others
    }
}
