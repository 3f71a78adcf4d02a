internal import HTTP
internal import JSON
public import Primitives
public import Publishing

extension MastodonProvider {
    /// Revokes the token at the person's server.
    public func release(
        _ connection: ProfileConnection,
        others: [SecretText],
        callback: String
    ) async -> ConnectionRelease {
        guard let credentials = connection.secret.flatMap(NetworkCredentials.init(_:)) else {
            return .nothing
        }
        // A server may give one account the same token again, in whatever workspace.
        guard !credentials.isShared(with: others) else { return .shared }
        guard let app = try? await apps.app(at: connection.endpoint, callback: callback),
            case .success(let server) = await MastodonServer.find(connection.endpoint, network)
        else { return .failed }
        let request = NetworkRequest.post(
            server.revoke,
            form: [
                ("client_id", app.identifier), ("client_secret", app.secret.exposed),
                ("token", credentials.access.exposed),
            ]
        )
        guard case .success(let answer) = await network.send(request) else { return .failed }
        return answer.isSuccess ? .ended : .failed
    }
}
