internal import HTTP
internal import HTTPClient
internal import JSON
public import Primitives
public import Publishing

extension MastodonProvider: ConnectableNetwork {
    /// Each server asks its own people.
    public var authProvider: String { Network.mastodon.rawValue }

    /// Which server the account is on.
    public var question: ConnectionQuestion { .server }

    /// Registers at the person's server where that has not been done, and sends them there.
    public func begin(
        _ answers: ConnectionAnswers,
        _ journey: ConnectionJourney
    ) async -> ConnectionBeginning {
        guard let origin = ServerAddress.origin(answers.server, for: network.client) else {
            return .refused(
                .answer("Write the address of a public server, such as mastodon.social.")
            )
        }
        do {
            let server = try await MastodonServer.find(origin, network).get()
            let app = try await app(at: server, journey.callback)
            let proof = server.takesProofKeys ? ProofKey(surroundings.random) : nil
            var query: [(name: String, value: String)] = [
                ("response_type", "code"), ("client_id", app.identifier),
                ("redirect_uri", journey.callback), ("scope", Self.scopes),
                ("state", journey.state.exposed),
            ]
            if let proof {
                query.append(("code_challenge", proof.challenge))
                query.append(("code_challenge_method", "S256"))
            }
            return .visit(
                url: NetworkRequest.url(server.authorize, query: query),
                PendingAuthorization(
                    endpoint: origin,
                    verifier: proof?.verifier,
                    issuer: server.issuer,
                    namesItself: server.namesItself
                )
            )
        } catch let refusal as ConnectionRefusal {
            return .refused(refusal)
        } catch {
            return .refused(.unavailable)
        }
    }

    /// Redeems the code, and asks whose account it is.
    public func complete(
        _ code: SecretText,
        _ pending: PendingAuthorization,
        callback: String
    ) async -> Result<[ProfileOffer], ConnectionRefusal> {
        do {
            let server = try await MastodonServer.find(pending.endpoint, network).get()
            let token = try await redeem(code, pending, at: server, callback)
            var offer = try await profile(token, pending.endpoint)
            offer.limits = await MastodonLimits.read(pending.endpoint, network)
            return .success([offer])
        } catch let refusal as ConnectionRefusal {
            return .failure(refusal)
        } catch {
            return .failure(.unavailable)
        }
    }

    /// What the server knows us by: from an earlier time, or from a registration now.
    private func app(at server: MastodonServer, _ callback: String) async throws -> NetworkApp {
        if let known = try await apps.app(at: server.origin, callback: callback) { return known }
        let request = NetworkRequest.post(
            server.register,
            form: [
                ("client_name", "Wayleave"), ("redirect_uris", callback), ("scopes", Self.scopes),
                ("website", AbsoluteURL(callback)?.origin ?? callback),
            ]
        )
        let answer = try await answer(to: request)
        guard answer.isSuccess, let identifier = answer.json?["client_id"]?.stringValue,
            let secret = answer.json?["client_secret"]?.stringValue
        else {
            throw answer.status == 429 || answer.status >= 500
                ? ConnectionRefusal.unavailable
                : ConnectionRefusal.answer("What answers there is no Mastodon server.")
        }
        let app = NetworkApp(identifier: identifier, secret: SecretText(secret))
        return try await apps.keep(app, at: server.origin, callback: callback)
    }

    private func redeem(
        _ code: SecretText,
        _ pending: PendingAuthorization,
        at server: MastodonServer,
        _ callback: String
    ) async throws -> SecretText {
        guard let app = try await apps.app(at: server.origin, callback: callback) else {
            throw ConnectionRefusal.expired
        }
        var form: [(name: String, value: String)] = [
            ("grant_type", "authorization_code"), ("code", code.exposed),
            ("client_id", app.identifier), ("client_secret", app.secret.exposed),
            ("redirect_uri", callback), ("scope", Self.scopes),
        ]
        if let verifier = pending.verifier { form.append(("code_verifier", verifier.exposed)) }
        let answer = try await answer(to: .post(server.token, form: form))
        if answer.json?["error"] == "invalid_client" {
            // The server has forgotten the registration; the next attempt makes a new one.
            try await apps.forget(app, at: server.origin, callback: callback)
            throw ConnectionRefusal.expired
        }
        guard answer.isSuccess, let token = answer.json?["access_token"]?.stringValue,
            answer.json?["token_type"]?.stringValue.map(ASCII.lowercased(_:)) == "bearer"
        else {
            throw answer.status >= 500
                ? ConnectionRefusal.unavailable : ConnectionRefusal.expired
        }
        let scopes = (answer.json?["scope"]?.stringValue ?? Self.scopes).utf8.split(separator: 0x20)
        guard scopes.contains(where: { $0.elementsEqual("write:statuses".utf8) }) else {
            throw ConnectionRefusal.refused("The permission to publish was not given.")
        }
        return SecretText(token)
    }

    private func profile(_ token: SecretText, _ origin: String) async throws -> ProfileOffer {
        let request = NetworkRequest.get(origin + "/api/v1/accounts/verify_credentials")
        guard let request = request.bearing(token) else { throw ConnectionRefusal.unavailable }
        let answer = try await answer(to: request)
        guard answer.isSuccess, let account = answer.json?["id"]?.stringValue,
            let user = answer.json?["acct"]?.stringValue, let host = AbsoluteURL(origin)?.authority
        else { throw ConnectionRefusal.unavailable }
        let name = answer.json?["display_name"]?.stringValue ?? ""
        var offer = ProfileOffer(
            network: .mastodon,
            account: account,
            name: name.isEmpty ? user : String(name.prefix(120)),
            handle: String("@\(user)@\(host)".prefix(200)),
            connection: ProfileConnection(
                endpoint: origin,
                secret: NetworkCredentials(access: token).text,
                account: account
            )
        )
        offer.avatarURL = answer.json?["avatar"]?.stringValue.flatMap(PublicLink.init(_:))?.text
        return offer
    }

    private func answer(to request: NetworkRequest) async throws -> NetworkClient.Answer {
        switch await network.send(request) {
        case .success(let answer): return answer
        case .failure: throw ConnectionRefusal.unavailable
        }
    }
}
