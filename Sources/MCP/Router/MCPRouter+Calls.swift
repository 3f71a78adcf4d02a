internal import JSON
private import Primitives

extension MCPRouter {
    /// Runs a tool: rate, then scope, then arguments, then the tool, then its result, then the
    /// record.
    func call(
        _ request: RPCRequest,
        _ exchange: Exchange,
        _ revision: ProtocolRevision
    ) async -> Answer {
        guard let name = request.params["name"]?.stringValue else {
            return .error(.invalidParams("params.name is required"), request.id)
        }
        guard let arguments = Self.arguments(of: request) else {
            return .error(.invalidParams("params.arguments must be an object"), request.id)
        }
        guard let entry = catalogue.entry(named: name) else {
            return .error(.invalidParams("Unknown tool: \(name.shortened)"), request.id)
        }
        let start = now()
        let token = exchange.token
        if case .refused(let refusal)? = limiter?.admit(token, at: start) {
            return await refuse(refusal, entry.tool, request.id, exchange, revision)
        }
        let outcome: CallRecord.Outcome
        let answer: Answer
        let scopes = entry.tool.scopes
        let violations = entry.input.violations(in: .object(arguments))
        if !scopes.allSatisfy(token.holds(_:)) {
            outcome = .insufficientScope
            let link = resource.management?.link(for: token, addingScopes: scopes)
            answer =
                exchange.isBatchEntry
                ? failure(.insufficientScope(scopes, link: link), request.id, revision)
                : .insufficientScope(needed: scopes)
        } else if !violations.isEmpty {
            outcome = .invalidArguments
            let error = ToolError.invalidArguments(violations, of: entry.tool.name)
            answer = failure(error, request.id, revision)
        } else {
            let result = await run(entry, arguments, token)
            (answer, outcome) = conclude(result, entry, request.id, revision)
        }
        let workspace = violations.isEmpty ? Self.workspace(in: arguments) : nil
        await record(outcome, of: entry.tool, exchange, workspace, since: start)
        return answer
    }

    /// Answers a call that is one too many, and records what is to be reported.
    private func refuse(
        _ refusal: ToolCallLimiter.Refusal,
        _ tool: Tool,
        _ id: RequestID,
        _ exchange: Exchange,
        _ revision: ProtocolRevision
    ) async -> Answer {
        if let count = refusal.reported {
            await record(.rateLimited(refusals: count), of: tool, exchange, nil, since: now())
        }
        return failure(.rateLimited(refusal, tool: tool.name), id, revision)
    }

    private func record(
        _ outcome: CallRecord.Outcome,
        of tool: Tool,
        _ exchange: Exchange,
        _ workspace: String?,
        since start: MonotonicInstant
    ) async {
        await observe(
            CallRecord(
                requestID: exchange.request.requestID,
                grantID: exchange.token.grantID,
                clientID: exchange.token.clientID,
                subject: exchange.token.subject,
                tool: tool.name,
                isReadOnly: tool.annotations.isReadOnly,
                workspaceID: workspace,
                outcome: outcome,
                durationMicroseconds: now().microseconds(since: start)
            )
        )
    }

    /// The arguments of a call, empty where absent or null, `nil` where they are no object.
    private static func arguments(of request: RPCRequest) -> JSONObject? {
        switch request.params["arguments"] {
        case nil, .null: JSONObject()
        case .object(let object): object
        default: nil
        }
    }

    private static func workspace(in arguments: JSONObject) -> String? {
        arguments[ToolCatalogue.workspaceArgument]?.stringValue
    }

    /// Opens the workspace that the arguments name, then runs the tool.
    ///
    /// This is the one place where a workspace's identifier from a client becomes a key.
    private func run(
        _ entry: ToolCatalogue.Entry,
        _ arguments: JSONObject,
        _ token: ActiveToken
    ) async -> ToolResult {
        let call = ToolCall(token: token, arguments: arguments, management: resource.management)
        guard entry.takesWorkspace else { return await entry.tool.run(call) }
        let named = Self.workspace(in: arguments) ?? ""
        let found = token.workspaces.first { named.isIdentical(to: $0.id) }
        guard let found else { return .failure(call.workspaceNotOpen(named)) }
        let missing = entry.tool.scopes.filter { scope in
            !found.scopes.contains { $0.isIdentical(to: scope) }
        }
        guard missing.isEmpty else {
            return .failure(.roleTooLow(found, missing: missing, token: token))
        }
        return await entry.tool.run(
            ToolCall(
                token: token,
                arguments: arguments,
                workspace: OpenWorkspace(found, scopes: entry.tool.scopes),
                management: resource.management
            )
        )
    }

    private func conclude(
        _ result: ToolResult,
        _ entry: ToolCatalogue.Entry,
        _ id: RequestID,
        _ revision: ProtocolRevision
    ) -> (Answer, CallRecord.Outcome) {
        switch result {
        case .failure(let error):
            return (failure(error, id, revision), .failed(code: error.code))
        case .success(let content):
            let structured = AnswerWriter.structured(content)
            if !soundResults.contains(structured, of: entry.tool.name) {
                if let violation = entry.output.violations(in: .object(content)).first {
                    report(violation, of: entry.tool)
                    return (.error(.internalError, id), .invalidResult)
                }
                soundResults.insert(structured, of: entry.tool.name)
            }
            let bytes = writer(revision).toolResult(id, structured, isError: false)
            return (.result(bytes), .succeeded)
        }
    }

    private func failure(
        _ error: ToolError,
        _ id: RequestID,
        _ revision: ProtocolRevision
    ) -> Answer {
        .result(
            writer(revision).toolResult(
                id,
                AnswerWriter.structured(error.structuredContent),
                isError: true
            )
        )
    }

    /// Reports a mistake of ours by where it is, not by what was there.
    private func report(_ violation: SchemaViolation, of tool: Tool) {
        log.write(
            .error,
            "A tool's result breaks the tool's own output schema",
            [
                .text("tool", tool.name),
                .text("pointer", violation.pointer),
                .text("problem", violation.message),
            ]
        )
    }
}
