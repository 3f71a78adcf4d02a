internal import HTTP
internal import JSON
public import Primitives
public import Publishing

extension BlueskyProvider {
    /// Ends the session by `com.atproto.server.deleteSession`, which takes the refresh token as
    /// bearer.
    ///
    /// The app password that made the session stays good until the person deletes it.
    public func release(
        _ connection: ProfileConnection,
        others: [SecretText],
        callback: String
    ) async -> ConnectionRelease {
        guard let credentials = connection.secret.flatMap(NetworkCredentials.init(_:)) else {
            return .nothing
        }
        guard !credentials.isShared(with: others) else { return .shared }
        let address = Self.address("com.atproto.server.deleteSession", at: connection.endpoint)
        let request = NetworkRequest(method: .post, url: address)
        guard let refresh = credentials.refresh, let request = request.bearing(refresh),
            case .success(let answer) = await network.send(request)
        else { return .failed }
        // A session that is over already is what was wanted.
        let isOver = ["ExpiredToken", "InvalidToken"].contains(answer.json?["error"]?.stringValue)
        return answer.isSuccess || isOver ? .ended : .failed
    }
}
