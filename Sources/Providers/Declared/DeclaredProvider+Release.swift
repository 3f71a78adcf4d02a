internal import HTTP
internal import JSON
public import Primitives
public import Publishing

extension DeclaredProvider {
    /// Revokes the token where the file declares an address for that (RFC 7009 §2.1).
    ///
    /// The refresh token goes where there is one: with it the whole permission ends.
    public func release(
        _ connection: ProfileConnection,
        others: [SecretText],
        callback: String
    ) async -> ConnectionRelease {
        guard let credentials = connection.secret.flatMap(NetworkCredentials.init(_:)) else {
            return .nothing
        }
        guard let address = declared.token.revocation else { return .unsupported }
        guard !credentials.isShared(with: others) else { return .shared }
        let fields: [(name: String, value: String)] = [
            ("token", (credentials.refresh ?? credentials.access).exposed),
            ("token_type_hint", credentials.refresh == nil ? "access_token" : "refresh_token"),
        ]
        let request = tokenRequest(fields, at: address)
        guard case .success(let answer) = await network.send(request) else { return .failed }
        return answer.isSuccess ? .ended : .failed
    }
}
