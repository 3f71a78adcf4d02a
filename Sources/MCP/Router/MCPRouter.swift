internal import JSON
public import Primitives

/// The MCP server as a function from requests to answers: no sockets, no sessions, no token store.
///
/// One address serves both eras of the protocol, and every request stands for itself: it is
/// authenticated first, whatever it says, because clients begin their sign-in on a 401 and take any
/// other refusal for a server without one.
public struct MCPRouter: Sendable {
    let resource: ProtectedResource
    let catalogue: ToolCatalogue
    let answers: StaticAnswers
    let log: any Log
    let now: @Sendable () -> MonotonicInstant
    let observe: @Sendable (CallRecord) async -> Void
    let soundResults = SoundResults()
    /// Rations the calls of each sign-in; without one no call is refused for being one too many.
    public var limiter: ToolCallLimiter?
    /// Like `observe`, for a call that changed nothing, which then may be answered without a task;
    /// without it every call waits.
    public var observeAtOnce: (@Sendable (CallRecord) -> Void)?
    /// Binds questions to their calls; without it a person who wants to be asked cannot be.
    public var confirmation: CallConfirmation? {
        get { asking.confirmation }
        set { asking.confirmation = newValue }
    }
    /// Has a person agree on a page, whose client cannot ask; without it such a call is refused.
    public var approvals: (any CallApprovals)? {
        get { asking.approvals }
        set { asking.approvals = newValue }
    }
    /// Keeps open streams alive; without it they are silent while their tools are.
    public var keepAlive: KeepAlive?
    private let introspector: any TokenIntrospector
    private var asking: (confirmation: CallConfirmation?, approvals: (any CallApprovals)?)

    /// Puts a router together.
    ///
    /// - Parameters:
    ///   - resource: The resource that tokens must be for.
    ///   - identity: What the server says of itself.
    ///   - catalogue: The tools.
    ///   - introspector: Who knows what a token stands for.
    ///   - log: Where failures of ours are reported.
    ///   - now: The monotonic clock, for durations.
    ///   - observe: Called after each tool call and before its answer, on the caller's executor; it
    ///     must not block.
    public init(
        resource: ProtectedResource,
        identity: ServerIdentity,
        catalogue: ToolCatalogue,
        introspector: any TokenIntrospector,
        log: any Log,
        now: @escaping @Sendable () -> MonotonicInstant,
        observe: @escaping @Sendable (CallRecord) async -> Void
    ) {
        self.resource = resource
        self.catalogue = catalogue
        self.introspector = introspector
        self.log = log
        self.now = now
        self.observe = observe
        answers = StaticAnswers(identity: identity, catalogue: catalogue)
        asking = (nil, nil)
    }

    /// Answers one request.
    ///
    /// Runs on the caller's executor. When the task is cancelled because the client has gone, no
    /// tool is begun any more, and the answer means nothing.
    ///
    /// - Parameter request: The request, its `Origin` and `Host` already checked.
    /// - Returns: The answer, complete with all headers of its own.
    public func handle(_ request: MCPRequest) async -> MCPResponse {
        switch credential(of: request) {
        case .refused(let response): return response
        case .token(let secret):
            switch await authenticate(secret, request) {
            case .refused(let response): return response
            case .accepted(let token): return await answer(request, token)
            }
        }
    }

    /// Whether ``handleAtOnce(_:)`` is worth asking.
    public var answersAtOnce: Bool { introspector.answersAtOnce }

    /// As ``handle(_:)``, or `nil` where the answer has to be waited for; nothing has happened
    /// then.
    ///
    /// - Parameter request: The request, its `Origin` and `Host` already checked.
    /// - Returns: The answer, complete with all headers of its own.
    public func handleAtOnce(_ request: MCPRequest) -> MCPResponse? {
        let token: ActiveToken
        switch credential(of: request) {
        case .refused(let response): return response
        case .token(let secret):
            do throws(IntrospectionFailure) {
                guard let found = try introspector.introspectAtOnce(secret) else { return nil }
                guard case .accepted(let accepted) = judge(found) else { return invalidToken }
                token = accepted
            } catch {
                return unavailable(error, request.requestID)
            }
        }
        switch reading(request, token) {
        case .done(let response): return response
        case .message(.array): return nil
        case .message(let value):
            let answer = answerAtOnce(value, Exchange(request: request, token: token))
            return answer.map { response($0, request, token) }
        }
    }

    private enum Credential {
        case token(SecretText)
        case refused(MCPResponse)
    }

    private func credential(of request: MCPRequest) -> Credential {
        switch BearerCredential(authorization: request.authorization) {
        case .none: .refused(missingToken)
        case _ where request.hasQueryToken: .refused(twoTokens)
        case .malformed: .refused(invalidToken)
        case .token(let secret): .token(secret)
        }
    }

    private enum Authentication {
        case accepted(ActiveToken)
        case refused(MCPResponse)
    }

    private func authenticate(
        _ secret: SecretText,
        _ request: MCPRequest
    ) async -> Authentication {
        do throws(IntrospectionFailure) {
            return judge(try await introspector.introspect(secret))
        } catch {
            return .refused(unavailable(error, request.requestID))
        }
    }

    private func judge(_ introspection: TokenIntrospection) -> Authentication {
        guard case .active(let token) = introspection, token.isFor(resource.identifier) else {
            return .refused(invalidToken)
        }
        return .accepted(token)
    }

    private var missingToken: MCPResponse {
        .challenge(
            status: 401,
            resource.missingTokenChallenge,
            error: "invalid_token",
            description: "An access token is required"
        )
    }

    private var invalidToken: MCPResponse {
        .challenge(
            status: 401,
            resource.invalidTokenChallenge,
            error: "invalid_token",
            description: ProtectedResource.invalidToken
        )
    }

    private var twoTokens: MCPResponse {
        .challenge(
            status: 400,
            resource.twoTokensChallenge,
            error: "invalid_request",
            description: ProtectedResource.twoTokens
        )
    }

    /// Not a 401: that would send the person through a sign-in that cannot help.
    private func unavailable(_ failure: IntrospectionFailure, _ requestID: String) -> MCPResponse {
        log.write(
            .warning,
            "The access token could not be introspected",
            [.text("request", requestID), .text("reason", "\(failure.reason)")]
        )
        return .oauthError(
            status: 503,
            error: "temporarily_unavailable",
            description: "The access token cannot be checked now; try again shortly",
            headers: [.init(name: "Retry-After", value: String(failure.retryAfterSeconds))]
        )
    }

    private func answer(_ request: MCPRequest, _ token: ActiveToken) async -> MCPResponse {
        guard !Task.isCancelled else { return .abandoned }
        switch reading(request, token) {
        case .done(let response): return response
        case .message(.array(let entries)):
            return await answerBatch(entries, Exchange(request: request, token: token))
        case .message(let value):
            let exchange = Exchange(request: request, token: token)
            return response(await answer(value, exchange), request, token)
        }
    }

    private enum Reading {
        case message(JSONValue)
        case done(MCPResponse)
    }

    /// Reads the content of an authenticated request.
    private func reading(_ request: MCPRequest, _ token: ActiveToken) -> Reading {
        guard request.method == .post else { return .done(.methodNotAllowed) }
        guard !request.declaresOtherContent else {
            let error = RPCError.invalidRequest("Content-Type must be application/json")
            return .done(MCPResponse(status: 415, body: .json(AnswerWriter.error(error, nil))))
        }
        do throws(JSONParseError) {
            return .message(try JSONValue(parsing: request.body))
        } catch {
            let message = "The body is not JSON: \(error.reason), at byte \(error.offset)"
            return .done(response(.error(.parseError(message), nil), request, token))
        }
    }

    /// Turns the answer to the one message of a request into HTTP.
    private func response(
        _ answer: Answer,
        _ request: MCPRequest,
        _ token: ActiveToken
    ) -> MCPResponse {
        switch answer {
        case .accepted: return .accepted
        case .events(let messages):
            return MCPResponse(status: 200, body: .events(EventStream.bytes(of: messages)))
        case .stream(let events):
            return MCPResponse(status: 200, body: .stream(events))
        case .result(let bytes):
            return success(bytes, request)
        case .listing(let parts):
            guard request.takesOnlyEvents else {
                return MCPResponse(status: 200, body: .parts(parts))
            }
            return success(Array(parts.joined()), request)
        case .error(let error, let id):
            let bytes = AnswerWriter.error(error, id)
            guard error.status != 200 else { return success(bytes, request) }
            return MCPResponse(status: error.status, body: .json(bytes))
        case .insufficientScope(let needed):
            return .challenge(
                status: 403,
                resource.insufficientScopeChallenge(needed: needed, granted: token.scopes),
                error: "insufficient_scope",
                description: ProtectedResource.insufficientScope,
                link: resource.management?.link(for: token, addingScopes: needed)
            )
        }
    }

    func success(_ bytes: [UInt8], _ request: MCPRequest) -> MCPResponse {
        guard request.takesOnlyEvents else { return MCPResponse(status: 200, body: .json(bytes)) }
        return MCPResponse(status: 200, body: .events(EventStream.bytes(of: [bytes])))
    }
}

/// What is known while a request is answered.
struct Exchange {
    let request: MCPRequest
    let token: ActiveToken
    /// Whether the message is an entry of a batch, whose HTTP status it cannot set.
    var isBatchEntry = false
}

/// What comes of one message.
enum Answer: Sendable {
    /// A notification or response was taken note of.
    case accepted
    /// A whole JSON-RPC answer.
    case result([UInt8])
    /// A whole JSON-RPC answer whose middle is large and kept, in its parts.
    case listing([[UInt8]])
    /// An error, with the identifier where one could be read.
    case error(RPCError, RequestID?)
    /// Messages that must be sent as events, the answer last.
    case events([[UInt8]])
    /// Messages of which not all are known yet.
    case stream(AnswerEvents)
    /// A tool call that needs these scopes; decided before anything is sent.
    case insufficientScope(needed: [String])
}
