internal import JSON
private import Primitives

/// An authorization request of a client whose metadata document was not read yet.
///
/// Whatever can be seen without the document was checked: the client's address, and that there is
/// one redirect URI of an allowed form. The parameters wait, sealed, until somebody has signed in.
public struct UnresolvedRequest: Sendable, Equatable {
    /// The host at which the client describes itself.
    public let clientHost: String
    /// Where the answer would go; not yet proven to be the client's.
    public let redirectURI: RedirectURI
    /// What the client wants shown first.
    public let prompt: AuthorizationPrompt
    /// The account the client expects, for the sign-in form.
    public let loginHint: String?

    private let parameters: [RequestParameters.Pair]

    init(
        _ parameters: RequestParameters,
        of client: ClientDocumentAddress
    ) throws(AuthorizationProblem) {
        guard !parameters.repeatsAny(of: ["redirect_uri"]),
            let bytes = parameters.first("redirect_uri")
        else { throw .noRedirectURI(clientName: client.host) }
        do {
            redirectURI = try RedirectURI(parsing: bytes)
        } catch {
            throw .badRedirectURI(clientName: client.host, error)
        }
        clientHost = client.host
        prompt = (try? AuthorizationRequest.prompt(in: parameters)) ?? []
        loginHint = AuthorizationRequest.loginHint(in: parameters)
        self.parameters = parameters.pairs(named: AuthorizationRequest.definedParameters)
    }

    /// The parameters in the form that is sealed.
    var sealedParameters: JSONValue {
        .array(
            parameters.map { pair in
                [
                    .string(String(decoding: pair.name, as: UTF8.self)),
                    .string(Base64URL.encode(pair.value)),
                ]
            }
        )
    }
}

extension RequestParameters {
    /// Reads what ``UnresolvedRequest`` sealed, or returns `nil`.
    init?(sealed value: JSONValue) {
        guard let list = value.arrayValue else { return nil }
        let pairs = list.compactMap { item -> Pair? in
            guard let parts = item.arrayValue, parts.count == 2, let name = parts[0].stringValue,
                let value = parts[1].stringValue.flatMap({ Base64URL.decode(Array($0.utf8)) })
            else { return nil }
            return Pair(name: Array(name.utf8), value: value)
        }
        guard pairs.count == list.count else { return nil }
        self.init(pairs)
    }

    /// The pairs whose name is one of `names`, in order.
    func pairs(named names: [String]) -> [Pair] {
        pairs.filter { pair in names.contains { pair.name.elementsEqual($0.utf8) } }
    }
}
