import Cryptography
import OAuth
import Primitives
import Testing

/// Grants for the tests of pure rules.
enum Samples {
    static let approvedAt = Timestamp(secondsSinceEpoch: 1_000_000)
    static let good = GrantStanding(isUserDisabled: false, isClientDisabled: false)
    static let redirect = "https://client.example.org/callback"

    static func grant(
        generation: UInt32 = 0,
        issuedAt: Int64 = 0,
        previousIssuedAt: Int64? = nil,
        scopes: ScopeSet = [.postsRead, .postsWrite],
        lifetimes: TokenLifetimes? = nil
    ) -> Grant {
        Grant(
            key: GrantKey(7),
            identity: GrantIdentity(
                identifier: "grt_sample",
                requestID: "request",
                createdAt: approvedAt
            ),
            terms: GrantTerms(
                user: UserKey(1),
                client: ClientKey(1),
                resource: Fixture.resourceText,
                scopes: scopes,
                lifetimes: lifetimes,
                confirmsPublishing: false
            ),
            code: CodeBinding(
                challenge: SHA256.digest(Array(Fixture.verifier.utf8)),
                redirectURI: redirect
            ),
            tokens: TokenState(
                salt: [UInt8](repeating: 9, count: 16),
                generation: generation,
                issuedAt: approvedAt.adding(seconds: issuedAt),
                previousIssuedAt: previousIssuedAt.map { approvedAt.adding(seconds: $0) }
            ),
            lastUsedAt: nil,
            revocation: nil
        )
    }
}
