import Cryptography
import JSON
import OAuth
import Primitives
import Storage
import Testing

/// A client with its secret.
struct KnownClient: Sendable {
    let identifier: String
    let secret: String
}

extension JourneyFixture {
    /// Registers a client as an operator does.
    func addClient(
        _ name: String,
        redirect: String,
        method: ClientMetadata.AuthenticationMethod,
        secret: String = "wls_" + String(repeating: "s", count: 43)
    ) async throws -> KnownClient {
        let identifier = PublicIdentifier.client.make(from: SystemRandom())
        let metadata = try #require(
            ClientMetadata(
                name: name,
                redirectURIs: [try RedirectURI(parsing: redirect)],
                method: method
            )
        )
        let isAdded = try await store.clients.add(
            ClientRecord(
                naming: ClientNaming(identifier: identifier, kind: .registered, name: name),
                metadata: metadata.canonicalJSON,
                secretHash: method == .none ? nil : SHA256.digest(Array(secret.utf8)),
                lifetimes: nil,
                createdAt: SystemWallClock().now(),
                disabledAt: nil
            )
        )
        try #require(isAdded)
        return KnownClient(identifier: identifier, secret: secret)
    }

    /// The grant that a token or code belongs to, as it is stored now.
    func grant(of token: String) async throws -> Grant {
        let codec = TokenCodec(keys: TokenKeys(of: keys))
        let presented = try #require(codec.decode(Array(token.utf8)))
        return try #require(try await store.grants.grant(presented.claims.grant))
    }

    /// Ends the grant of a token, as an operator does.
    func revokeGrant(of token: String) async throws {
        let now = SystemWallClock().now()
        _ = try await store.grants.update(try await grant(of: token).key) { grant, _ in
            grant.revocation = Revocation(at: now, by: .operator, reason: .endedByOperator)
        }
    }
}
