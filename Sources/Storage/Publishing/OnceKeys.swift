internal import Cryptography
internal import Database
internal import JSON
internal import Primitives
internal import Publishing

/// The results of calls that had an idempotency key, inside one transaction.
struct OnceKeys {
    let connection: Connection
    let now: Timestamp

    /// The first result of the call, `nil` for a key that is new, or why it cannot be used.
    func result(
        of key: OnceKey,
        in access: WorkspaceAccess
    ) throws(DatabaseError) -> Result<JSONObject, PublishingFault>? {
        let found = try connection.first(
            """
            SELECT digest, result FROM idempotency_keys
            WHERE grant_identifier = ?1 AND key = ?2 AND created_at > ?3
            """,
            [.text(Self.holder(access)), .text(key.text), .integer(oldest)]
        ) { (digest: $0.blob(0), result: $0.blob(1)) }
        guard let found else { return nil }
        guard found.digest == SHA256.digest(key.fingerprint) else { return .failure(.keyReused) }
        guard let result = try? JSONValue(parsing: found.result).objectValue else {
            throw .unexpectedValue("a result of an idempotency key")
        }
        return .success(result)
    }

    /// Keeps the result of a call, and forgets a few that are too old.
    func keep(
        _ result: JSONObject,
        of key: OnceKey,
        in access: WorkspaceAccess
    ) throws(DatabaseError) {
        try connection.execute(
            """
            DELETE FROM idempotency_keys WHERE (grant_identifier, key) IN (
                SELECT grant_identifier, key FROM idempotency_keys
                WHERE created_at <= ?1 ORDER BY created_at LIMIT 20)
            """,
            [.integer(oldest)]
        )
        try connection.execute(
            """
            INSERT OR REPLACE INTO idempotency_keys
                (grant_identifier, key, digest, result, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """,
            [
                .text(Self.holder(access)), .text(key.text),
                .blob(SHA256.digest(key.fingerprint)),
                .blob(JSONValue.object(result).serialized()),
                .integer(now.secondsSinceEpoch),
            ]
        )
    }

    private var oldest: Int64 { now.adding(seconds: -OnceKey.lifetimeInSeconds).secondsSinceEpoch }

    /// Whose keys they are: a grant's, whatever workspace of it a call is about.
    private static func holder(_ access: WorkspaceAccess) -> String {
        switch access.actor {
        case .caller(let caller): caller.grant
        case .person(let person, _): "person:\(person)"
        case .operatorAtShell(let account): "shell:\(account)"
        case .server: "server"
        }
    }
}
