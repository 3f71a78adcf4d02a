internal import JSON

extension MCPRouter {
    /// Answers one message that came alone.
    func answer(_ value: JSONValue, _ exchange: Exchange) async -> Answer {
        let header = exchange.request.protocolVersionHeader?.trimmed
        return await answer(value, exchange, header: header)
    }

    /// As ``answer(_:_:)``, or `nil` where the answer has to be waited for.
    func answerAtOnce(_ value: JSONValue, _ exchange: Exchange) -> Answer? {
        switch begin(value, exchange, header: exchange.request.protocolVersionHeader?.trimmed) {
        case .done(let answer): answer
        case .call(let request, let revision): callAtOnce(request, exchange, revision)
        }
    }

    private func answer(
        _ value: JSONValue,
        _ exchange: Exchange,
        header: String?
    ) async -> Answer {
        switch begin(value, exchange, header: header) {
        case .done(let answer): answer
        case .call(let request, let revision): await call(request, exchange, revision)
        }
    }

    /// What is known of a message before any tool runs.
    private enum Beginning {
        case done(Answer)
        case call(RPCRequest, ProtocolRevision)
    }

    private func begin(
        _ value: JSONValue,
        _ exchange: Exchange,
        header: String?
    ) -> Beginning {
        let message: RPCMessage
        do throws(RPCMessage.Invalid) {
            message = try RPCMessage(value)
        } catch {
            return .done(.error(error.error, error.id))
        }
        switch message {
        case .request(let request):
            return begin(request, exchange, header: header)
        case .notification(let method):
            return .done(acceptance(of: method, header: header))
        case .response:
            return .done(acceptanceOfResponse(header: header))
        }
    }

    private func begin(
        _ request: RPCRequest,
        _ exchange: Exchange,
        header: String?
    ) -> Beginning {
        let revision: ProtocolRevision
        do throws(RPCError) {
            revision = try .chosen(header: header, meta: request.meta)
            if revision.isModern {
                try RoutingHeaders(
                    method: exchange.request.mcpMethodHeader,
                    name: exchange.request.mcpNameHeader
                ).check(against: request)
            }
        } catch {
            return .done(.error(error, request.id))
        }
        guard request.method != "tools/call" else { return .call(request, revision) }
        return .done(dispatch(request, exchange, revision))
    }

    /// Answers every method but the call of a tool.
    private func dispatch(
        _ request: RPCRequest,
        _ exchange: Exchange,
        _ revision: ProtocolRevision
    ) -> Answer {
        switch request.method {
        case "tools/list": return list(request, revision)
        case "initialize" where !revision.isModern: return handshake(request, exchange)
        case "ping" where !revision.isModern:
            return .result(writer(revision).result(request.id) { _ in })
        case "server/discover" where revision.isModern:
            return .result(writer(revision).result(request.id) { $0.members(answers.discovery) })
        case "subscriptions/listen" where revision.isModern: return listen(request, revision)
        default: return .error(.methodNotFound(request.method, at: revision), request.id)
        }
    }

    func writer(_ revision: ProtocolRevision) -> AnswerWriter {
        AnswerWriter(revision: revision, serverInfo: answers.serverInfo)
    }

    private func handshake(_ request: RPCRequest, _ exchange: Exchange) -> Answer {
        guard !exchange.isBatchEntry else {
            return .error(.invalidRequest("initialize must not be part of a batch"), request.id)
        }
        guard let requested = request.params["protocolVersion"]?.stringValue else {
            return .error(.invalidParams("params.protocolVersion is required"), request.id)
        }
        let members = answers.handshake(requested: requested)
        return .result(writer(.newestLegacy).result(request.id) { $0.members(members) })
    }

    private func list(_ request: RPCRequest, _ revision: ProtocolRevision) -> Answer {
        // The whole list is one page, so no cursor was ever given out.
        guard request.params["cursor"] ?? .null == .null else {
            return .error(.invalidParams("The cursor is not one of this server"), request.id)
        }
        let members = answers.listing.members(at: revision)
        var place = 0
        let envelope = writer(revision).result(request.id) { place = $0.placeForMembers() }
        return .listing([Array(envelope[..<place]), members, Array(envelope[place...])])
    }

    /// Acknowledges a subscription to nothing and ends it.
    ///
    /// None of the offered notices exists here, so holding the stream open would cost a connection
    /// and never say anything.
    private func listen(_ request: RPCRequest, _ revision: ProtocolRevision) -> Answer {
        guard request.params["notifications"]?.objectValue != nil else {
            return .error(.invalidParams("params.notifications must be an object"), request.id)
        }
        return .events([
            AnswerWriter.acknowledgement(request.id),
            writer(revision).result(request.id, subscription: true) { _ in },
        ])
    }

    /// Takes note of a notification; its headers and metadata are not prescribed.
    private func acceptance(of method: String, header: String?) -> Answer {
        if let header, ProtocolRevision(named: header) == nil {
            return .error(.unsupportedVersion(header), nil)
        }
        guard method.utf8.starts(with: "notifications/".utf8) else {
            return .error(.invalidRequest("A request needs an id"), nil)
        }
        return .accepted
    }

    /// Takes note of a response; the stateless revisions have none from clients.
    private func acceptanceOfResponse(header: String?) -> Answer {
        guard let header else { return .accepted }
        guard let revision = ProtocolRevision(named: header) else {
            return .error(.unsupportedVersion(header), nil)
        }
        guard !revision.isModern else {
            return .error(.invalidRequest("Clients send no responses at \(header)"), nil)
        }
        return .accepted
    }
}

extension MCPRouter {
    /// How many messages a batch may hold, since each may be a tool call.
    static let maximumBatchEntries = 20

    /// Answers a batch, which only one revision has.
    ///
    /// Every entry is checked, authorised and answered by itself and in order. An entry cannot set
    /// the HTTP status, so a missing scope becomes the failed result of that entry alone.
    func answerBatch(_ entries: [JSONValue], _ exchange: Exchange) async -> MCPResponse {
        if let error = batchError(entries, exchange) {
            return MCPResponse(status: error.status, body: .json(AnswerWriter.error(error, nil)))
        }
        var entryExchange = exchange
        entryExchange.isBatchEntry = true
        var writer = JSONWriter(capacity: 1024)
        var hasAnswer = false
        writer.beginArray()
        for entry in entries {
            guard !Task.isCancelled else { return .abandoned }
            let header = ProtocolRevision.march2025.rawValue
            switch await answer(entry, entryExchange, header: header) {
            case .result(let bytes):
                writer.json(bytes)
            case .listing(let parts):
                writer.json(Array(parts.joined()))
            case .error(let error, let id):
                writer.json(AnswerWriter.error(error, id))
            // The revision of batches has no events, and calls of a batch fail as results.
            case .accepted, .events, .stream, .insufficientScope: continue
            }
            hasAnswer = true
        }
        writer.endArray()
        return hasAnswer ? success(writer.bytes, exchange.request) : .accepted
    }

    private func batchError(_ entries: [JSONValue], _ exchange: Exchange) -> RPCError? {
        let header = exchange.request.protocolVersionHeader?.trimmed
        let revision = header.map(ProtocolRevision.init(named:)) ?? .unnamed
        guard let revision else { return .unsupportedVersion(header ?? "") }
        guard revision.allowsBatches else {
            return .invalidRequest(
                "\(revision.rawValue) has no batches; send one message a request"
            )
        }
        guard (1...Self.maximumBatchEntries).contains(entries.count) else {
            return .invalidRequest("A batch holds 1 to \(Self.maximumBatchEntries) messages")
        }
        return nil
    }
}
