internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

/// One publication's talk with a server of the AT Protocol.
///
/// An access token lives for minutes; where it has expired, it is renewed once and the request sent
/// again, which is safe because the first one did nothing.
final class BlueskySession: Sendable {
    let origin: String
    let account: String
    private let profile: String
    private let provider: BlueskyProvider
    private let credentials: Lock<NetworkCredentials>
    private let budget = TimeBudget()

    /// Why there is no answer to go on with.
    enum Failure: Error {
        case network(NetworkClient.Failure)
        case outcome(PublishOutcome)
    }

    init(
        _ provider: BlueskyProvider,
        profile: String,
        _ connection: ProfileConnection,
        account: String,
        _ credentials: NetworkCredentials
    ) {
        origin = connection.endpoint
        self.account = account
        self.profile = profile
        self.provider = provider
        self.credentials = Lock(credentials)
    }

    /// Sends a request with the session's token, renewed where it has expired.
    func send(_ request: NetworkRequest) async throws(Failure) -> NetworkClient.Answer {
        let used = credentials.withLock { $0 }
        let answer = try await send(request, used)
        guard Self.isExpired(answer) else { return answer }
        let renewal = await provider.tokens.renew(profile, used) { [self] credentials in
            await refresh(credentials)
        }
        switch renewal {
        case .renewed(let fresh):
            credentials.withLock { $0 = fresh }
            return try await send(request, fresh)
        case .shutOut:
            throw .outcome(.shutOut(message: "The session has ended; connect the profile again."))
        case .failed: throw .network(.unsent)
        }
    }

    private func send(
        _ request: NetworkRequest,
        _ credentials: NetworkCredentials
    ) async throws(Failure) -> NetworkClient.Answer {
        let milliseconds = budget.share(atMost: 15_000)
        guard milliseconds > 0, let request = request.bearing(credentials.access) else {
            throw .network(.unsent)
        }
        switch await provider.network.send(request, within: milliseconds) {
        case .success(let answer): return answer
        case .failure(let failure): throw .network(failure)
        }
    }

    /// `com.atproto.server.refreshSession`, which takes the refresh token as bearer.
    private func refresh(_ used: NetworkCredentials) async -> TokenKeeper.Answer {
        let address = BlueskyProvider.address("com.atproto.server.refreshSession", at: origin)
        guard let refresh = used.refresh,
            let request = NetworkRequest(method: .post, url: address).bearing(refresh)
        else { return .refused }
        guard case .success(let answer) = await provider.network.send(request) else {
            return .failed
        }
        guard answer.isSuccess, let json = answer.json,
            let access = json["accessJwt"]?.stringValue,
            let next = json["refreshJwt"]?.stringValue,
            json["did"]?.stringValue?.isIdentical(to: account) == true
        else { return [400, 401, 403].contains(answer.status) ? .refused : .failed }
        return .granted(
            NetworkCredentials(access: SecretText(access), refresh: SecretText(next))
        )
    }

    /// Servers answer 400 or 401, and say the same in `error`.
    private static func isExpired(_ answer: NetworkClient.Answer) -> Bool {
        guard answer.status == 400 || answer.status == 401 else { return false }
        return answer.json?["error"] == "ExpiredToken"
    }

    /// What an answer means that is no success.
    func refusal(_ answer: NetworkClient.Answer) -> PublishOutcome {
        switch answer.status {
        case 401, 403: .shutOut(message: answer.said("The server does not accept the session."))
        case 400 where answer.json?["error"] == "InvalidToken":
            .shutOut(message: answer.said("The server does not accept the session."))
        case 408, 425, 429, 500...599:
            .busy(
                code: answer.status == 429 ? "rate_limited" : "busy",
                message: "The server answered with status \(answer.status).",
                retryAfterSeconds: answer.wish(at: provider.surroundings.clock.now())
            )
        default: .refused(code: "refused", message: answer.said("The server refused the post."))
        }
    }
}
