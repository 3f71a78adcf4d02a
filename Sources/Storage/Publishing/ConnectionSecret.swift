internal import Cryptography
internal import Database
internal import Primitives
internal import Publishing

/// How the secrets of profiles are sealed.
enum ConnectionSecret {
    /// A secret that was moved to the row of another profile does not open.
    private static func context(of profile: String) -> [UInt8] {
        Array("profile \(profile)".utf8)
    }

    static func seal(_ secret: SecretText, of profile: String, _ vault: SealingKey?) -> [UInt8]? {
        vault?.sealDeterministically(Array(secret.exposed.utf8), context: context(of: profile))
    }

    /// How a profile is reached, or `nil` where it has no address.
    static func connection(
        of profile: String,
        in connection: Connection,
        _ vault: SealingKey?
    ) throws(DatabaseError) -> ProfileConnection? {
        let found = try connection.first(
            "SELECT endpoint, secret, account FROM social_profiles WHERE identifier = ?1",
            [.text(profile)]
        ) { row in
            (
                endpoint: row.optionalText(0), secret: row.optionalBlob(1),
                account: row.optionalText(2)
            )
        }
        guard let found, let endpoint = found.endpoint else { return nil }
        let secret = found.secret.flatMap { vault?.open($0, context: context(of: profile)) }
        return ProfileConnection(
            endpoint: endpoint,
            secret: secret.map { SecretText(String(decoding: $0, as: UTF8.self)) },
            account: found.account
        )
    }
}
