internal import HTTP
internal import OAuth

/// A form whose sender proved who it is: what `/token`, `/revoke` and `/introspect` begin with.
struct AuthenticatedForm<Sender: Sendable>: Sendable {
    /// Who sent it.
    let sender: Sender
    /// What else is in the body.
    let parameters: RequestParameters

    /// Reads the body of `request` and makes its sender prove itself (RFC 6749 §2.3).
    ///
    /// - Parameters:
    ///   - request: The request; its query is never looked at.
    ///   - authenticate: The rule that turns the `Authorization` header and the body into a
    ///     sender.
    /// - Throws: ``FormRefusal``; its `response` goes out.
    init(
        _ request: HTTPRequest,
        authenticate: (
            _ authorization: [UInt8]?,
            _ parameters: RequestParameters
        ) async throws(ClientAuthenticationFailure) -> Sender
    ) async throws(FormRefusal) {
        parameters = try Self.parameters(of: request)
        do {
            sender = try await authenticate(request.fields.first(.authorization), parameters)
        } catch {
            throw .sender(error)
        }
    }

    private init(sender: Sender, parameters: RequestParameters) {
        self.sender = sender
        self.parameters = parameters
    }

    /// Reads and authenticates like ``init(_:authenticate:)``, where that needs no waiting.
    ///
    /// - Parameters:
    ///   - request: The request; its query is never looked at.
    ///   - authenticate: The rule that turns the `Authorization` header and the body into a
    ///     sender.
    /// - Returns: The form, or that the rule has to be waited for.
    /// - Throws: ``FormRefusal``; its `response` goes out.
    static func atOnce(
        _ request: HTTPRequest,
        authenticate: (
            _ authorization: [UInt8]?,
            _ parameters: RequestParameters
        ) throws(ClientAuthenticationFailure) -> AtOnce<Sender>
    ) throws(FormRefusal) -> AtOnce<AuthenticatedForm> {
        let parameters = try parameters(of: request)
        let sender: AtOnce<Sender>
        do {
            sender = try authenticate(request.fields.first(.authorization), parameters)
        } catch {
            throw .sender(error)
        }
        guard case .value(let sender) = sender else { return .mustWait }
        return .value(AuthenticatedForm(sender: sender, parameters: parameters))
    }

    private static func parameters(
        of request: HTTPRequest
    ) throws(FormRefusal) -> RequestParameters {
        do {
            return try ParameterBody.parameters(of: request)
        } catch {
            throw .body(error)
        }
    }

    /// The parameter `token`, which RFC 7009 §2.1 and RFC 7662 §2.1 require.
    ///
    /// - Throws: ``FormRefusal/noToken`` when it is missing, empty or repeated.
    var token: [UInt8] {
        get throws(FormRefusal) {
            guard let token = (try? parameters.single("token")) ?? nil else { throw .noToken }
            return token
        }
    }
}

/// Why a form was not looked at any further; nothing has changed by then.
enum FormRefusal: Error, Equatable, Sendable {
    /// The body is not a form.
    case body(ParameterBody.Problem)
    /// The sender did not prove itself.
    case sender(ClientAuthenticationFailure)
    /// There is not exactly one token.
    case noToken

    /// The answer, in the language of the protocol's machine endpoints (RFC 6749 §5.2).
    var response: HTTPResponse {
        switch self {
        case .body(let problem): problem.response
        case .sender(let failure): .refusal(failure.wire)
        case .noToken:
            .jsonError(
                .badRequest,
                code: "invalid_request",
                description: "Send the token once, as the parameter token."
            )
        }
    }

    /// The exact reason, for the log alone.
    var reason: String {
        switch self {
        case .body(.mediaType): "the body has another media type"
        case .body(.syntax): "the body is not a form"
        case .sender(let failure): failure.reason
        case .noToken: "there is not exactly one token"
        }
    }
}
