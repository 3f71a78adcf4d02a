internal import JSON
private import Primitives

/// What a sealed flow held, before its client was looked up again.
struct OpenedFlow: Sendable {
    /// What the flow is about.
    enum Content: Sendable {
        /// A request that waits for a person.
        case request(Request)
        /// An error that waits for a person.
        case held(AuthorizationRedirect)
        /// A request as it came, whose client is not known yet.
        case unresolved(RequestParameters)
    }

    /// An accepted request, with its client by name only.
    struct Request: Sendable {
        let client: [UInt8]
        let challenge: CodeChallenge
        let scopes: ScopeSet
        let resource: String
        let prompt: AuthorizationPrompt
        let loginHint: String?
        let redirectURI: RedirectURI
        let state: [UInt8]?
    }

    /// The random name of the flow, which makes an approval happen once.
    let requestID: String
    /// What it is about.
    let content: Content

    /// Reads what ``FlowSealer`` wrote, or returns `nil`.
    init?(_ object: JSONObject) {
        guard let requestID = object["i"]?.stringValue else { return nil }
        if let sealed = object["q"] {
            guard let parameters = RequestParameters(sealed: sealed) else { return nil }
            self.requestID = requestID
            content = .unresolved(parameters)
            return
        }
        guard let address = object["r"]?.stringValue,
            let redirectURI = try? RedirectURI(parsing: address)
        else { return nil }
        self.requestID = requestID
        let state = object["t"]?.stringValue.flatMap { Base64URL.decode(Array($0.utf8)) }
        if let error = Self.error(in: object), let name = object["n"]?.stringValue {
            content = .held(
                AuthorizationRedirect(
                    redirectURI: redirectURI,
                    state: state,
                    clientName: name,
                    error: error
                )
            )
        } else if let request = Self.request(in: object, to: redirectURI, state) {
            content = .request(request)
        } else {
            return nil
        }
    }

    private static func error(in object: JSONObject) -> OAuthError? {
        guard let text = object["e"]?.stringValue, let code = OAuthError.Code(rawValue: text),
            let description = object["d"]?.stringValue
        else { return nil }
        return OAuthError(code, description)
    }

    private static func request(
        in object: JSONObject,
        to redirectURI: RedirectURI,
        _ state: [UInt8]?
    ) -> Request? {
        guard let client = object["c"]?.stringValue,
            let digest = object["h"]?.stringValue.flatMap({ Base64URL.decode(Array($0.utf8)) }),
            let mask = object["s"]?.integerValue.flatMap(UInt32.init(exactly:)),
            let resource = object["a"]?.stringValue,
            let prompt = object["p"]?.integerValue.flatMap(UInt8.init(exactly:))
        else { return nil }
        return Request(
            client: Array(client.utf8),
            challenge: CodeChallenge(digest: digest),
            scopes: ScopeSet(mask: mask),
            resource: resource,
            prompt: AuthorizationPrompt(rawValue: prompt),
            loginHint: object["l"]?.stringValue,
            redirectURI: redirectURI,
            state: state
        )
    }
}
