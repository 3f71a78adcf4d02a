internal import HTTP
internal import JSON
internal import Primitives
public import Publishing

/// The one connector of all networks that the operator's file declares.
public struct DeclaredProvider: Sendable {
    let declared: DeclaredNetwork
    let surroundings: ProviderSurroundings
    let tokens: TokenKeeper

    var network: NetworkClient { surroundings.network }

    /// Creates the connector.
    ///
    /// - Parameters:
    ///   - declared: The network.
    ///   - surroundings: What it takes from the world.
    ///   - secrets: Where renewed tokens are kept.
    public init(
        _ declared: DeclaredNetwork,
        _ surroundings: ProviderSurroundings,
        secrets: any ProfileSecretStore
    ) {
        self.declared = declared
        self.surroundings = surroundings
        tokens = TokenKeeper(secrets)
    }

    /// A request to the token endpoint, or to `address`, with what proves this server there
    /// (RFC 6749 §2.3.1).
    func tokenRequest(
        _ fields: [(name: String, value: String)],
        at address: String? = nil
    ) -> NetworkRequest {
        let client = declared.client
        let address = address ?? declared.token.url
        switch declared.token.authentication {
        case .none:
            return .post(
                address,
                form: fields + [(client.parameter, client.identifier)]
            )
        case .post:
            return .post(
                address,
                form: fields + [
                    (client.parameter, client.identifier),
                    ("client_secret", client.secret.exposed),
                ]
            )
        case .basic:
            let pair =
                PathSegment.escaped(client.identifier) + ":"
                + PathSegment.escaped(client.secret.exposed)
            var request = NetworkRequest.post(address, form: fields)
            request.fields.set(
                .authorization,
                proven: "Basic " + Base64.encode(Array(pair.utf8))
            )
            return request
        }
    }

    /// The tokens of an answer, or `nil` where it holds none.
    func credentials(
        _ answer: NetworkClient.Answer,
        keeping refresh: SecretText? = nil
    ) -> NetworkCredentials? {
        guard answer.isSuccess, let access = answer.json?["access_token"]?.stringValue,
            !access.isEmpty
        else { return nil }
        let lifetime = answer.json?["expires_in"]?.integerValue
        return NetworkCredentials(
            access: SecretText(access),
            // A server that does not turn refresh tokens over leaves the old one good.
            refresh: answer.json?["refresh_token"]?.stringValue.map(SecretText.init(_:)) ?? refresh,
            expiresAt: lifetime.map { surroundings.clock.now().adding(seconds: $0) }
        )
    }

    /// Asks for a new access token (RFC 6749 §6).
    func refresh(_ used: NetworkCredentials) async -> TokenKeeper.Answer {
        guard let token = used.refresh else { return .refused }
        let request = tokenRequest([
            ("grant_type", "refresh_token"), ("refresh_token", token.exposed),
        ])
        guard case .success(let answer) = await network.send(request) else { return .failed }
        if let fresh = credentials(answer, keeping: token) { return .granted(fresh) }
        return answer.status >= 500 || answer.status == 429 ? .failed : .refused
    }
}
