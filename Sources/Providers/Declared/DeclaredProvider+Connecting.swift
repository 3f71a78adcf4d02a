internal import HTTP
internal import JSON
public import Primitives
public import Publishing

extension DeclaredProvider: ConnectableNetwork {
    /// Who asks, as the file says.
    public var authProvider: String { declared.authProvider }

    /// The network has one address.
    public var question: ConnectionQuestion { .nothing }

    /// Sends the person to the network (RFC 6749 §4.1.1, RFC 7636 §4.3).
    public func begin(
        _ answers: ConnectionAnswers,
        _ journey: ConnectionJourney
    ) async -> ConnectionBeginning {
        let authorization = declared.authorization
        let proof = authorization.usesProofKey ? ProofKey(surroundings.random) : nil
        var query: [(name: String, value: String)] = [
            ("response_type", "code"), (declared.client.parameter, declared.client.identifier),
            ("redirect_uri", journey.callback), ("state", journey.state.exposed),
        ]
        if !authorization.scope.isEmpty { query.append(("scope", authorization.scope)) }
        if let proof {
            query.append(("code_challenge", proof.challenge))
            query.append(("code_challenge_method", "S256"))
        }
        return .visit(
            url: NetworkRequest.url(authorization.url, query: query + authorization.parameters),
            PendingAuthorization(
                endpoint: declared.token.url,
                verifier: proof?.verifier,
                issuer: authorization.issuer,
                namesItself: authorization.issuer != nil
            )
        )
    }

    /// Redeems the code, and asks which profiles there are.
    public func complete(
        _ code: SecretText,
        _ pending: PendingAuthorization,
        callback: String
    ) async -> Result<[ProfileOffer], ConnectionRefusal> {
        var fields: [(name: String, value: String)] = [
            ("grant_type", "authorization_code"), ("code", code.exposed),
            ("redirect_uri", callback),
        ]
        if let verifier = pending.verifier { fields.append(("code_verifier", verifier.exposed)) }
        guard case .success(let answer) = await network.send(tokenRequest(fields)) else {
            return .failure(.unavailable)
        }
        guard let credentials = credentials(answer) else {
            return .failure(answer.status >= 500 ? .unavailable : .expired)
        }
        return await offers(credentials)
    }

    private func offers(
        _ credentials: NetworkCredentials
    ) async -> Result<[ProfileOffer], ConnectionRefusal> {
        var request = NetworkRequest.get(declared.profiles.url)
        for field in declared.profiles.headers { request.fields.set(field.name, field.value) }
        guard let request = request.bearing(credentials.access),
            case .success(let answer) = await network.send(request), answer.status < 500
        else { return .failure(.unavailable) }
        guard answer.isSuccess else {
            return .failure(.refused(answer.said("The network does not show the profiles.")))
        }
        let items: [JSONValue] =
            declared.profiles.list.map { $0.value(in: answer.json)?.arrayValue ?? [] }
            ?? [answer.json ?? .null]
        let offers = items.prefix(100).compactMap { offer($0, credentials) }
        guard !offers.isEmpty else {
            return .failure(.refused("There is no profile there that could be connected."))
        }
        return .success(offers)
    }

    /// The profile that one item is; `nil` where it lacks an identifier or a token of its own.
    private func offer(_ item: JSONValue, _ credentials: NetworkCredentials) -> ProfileOffer? {
        let profiles = declared.profiles
        guard let account = profiles.account.text(in: item), !account.isEmpty else { return nil }
        var proof = credentials
        if let pointer = profiles.token {
            guard let own = pointer.text(in: item) else { return nil }
            proof = NetworkCredentials(access: SecretText(own))
        }
        let name = profiles.name.text(in: item) ?? account
        var offer = ProfileOffer(
            network: declared.network,
            account: account,
            name: String(name.prefix(120)),
            handle: String((profiles.handle?.text(in: item) ?? name).prefix(200)),
            connection: ProfileConnection(
                endpoint: declared.token.url,
                secret: proof.text,
                account: account
            )
        )
        offer.avatarURL = profiles.avatar?.text(in: item).flatMap(PublicLink.init(_:))?.text
        offer.limits = declared.limits
        return offer
    }
}
