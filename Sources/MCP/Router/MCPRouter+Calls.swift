internal import JSON
private import Primitives

/// A call whose tool exists, with its arguments as an object.
struct PreparedCall {
    let entry: ToolCatalogue.Entry
    let arguments: JSONObject
    let id: RequestID
    let revision: ProtocolRevision
    /// How the client wants reports of progress marked, where the tool makes any.
    let progressToken: RequestID?
    let input: CallInput

    /// The workspace that the arguments name, as the client wrote it.
    var workspace: String? { arguments[ToolCatalogue.workspaceArgument]?.stringValue }
}

/// How a call ended, for the client and for the record.
private struct Conclusion {
    let answer: Answer
    /// `nil` where nothing is to be recorded.
    let outcome: CallRecord.Outcome?
    /// The workspace to record, where the arguments were valid.
    var workspace: String?
}

extension MCPRouter {
    /// Runs a tool: rate, then scope, then arguments, then the tool, then its result, then the
    /// record.
    func call(
        _ request: RPCRequest,
        _ exchange: Exchange,
        _ revision: ProtocolRevision
    ) async -> Answer {
        let call: PreparedCall
        switch prepared(request, revision) {
        case .refused(let answer): return answer
        case .ready(let ready): call = ready
        }
        guard let stream = ProgressStream(for: call, exchange, keepAlive) else {
            return await finished(call, exchange, nil)
        }
        return await stream.answer { report in await finished(call, exchange, report) }
    }

    /// Runs a call to its end, which is recorded before it is answered.
    private func finished(
        _ call: PreparedCall,
        _ exchange: Exchange,
        _ report: ProgressStream.Report?
    ) async -> Answer {
        let start = now()
        let conclusion: Conclusion
        if let refusal = refusal(of: call, exchange, at: start) {
            conclusion = refusal
        } else {
            conclusion = await run(call, exchange.token, report)
        }
        if let record = record(of: conclusion, call, exchange, since: start) {
            await observe(record)
        }
        return conclusion.answer
    }

    /// As ``call(_:_:_:)``, or `nil` where the tool may have to wait; nothing has happened then.
    func callAtOnce(
        _ request: RPCRequest,
        _ exchange: Exchange,
        _ revision: ProtocolRevision
    ) -> Answer? {
        let call: PreparedCall
        switch prepared(request, revision) {
        case .refused(let answer): return answer
        case .ready(let ready): call = ready
        }
        guard let run = call.entry.tool.runAtOnce, let observeAtOnce else { return nil }
        let start = now()
        let conclusion: Conclusion
        if let refusal = refusal(of: call, exchange, at: start) {
            conclusion = refusal
        } else {
            switch opened(call, exchange.token, nil) {
            case .failure(let error): conclusion = conclude(.failure(error), call)
            case .success(let open): conclusion = conclude(run(open), call)
            }
        }
        if let record = record(of: conclusion, call, exchange, since: start) {
            observeAtOnce(record)
        }
        return conclusion.answer
    }

    private enum Preparation {
        case ready(PreparedCall)
        case refused(Answer)
    }

    private func prepared(_ request: RPCRequest, _ revision: ProtocolRevision) -> Preparation {
        guard let name = request.params["name"]?.stringValue else {
            return .refused(.error(.invalidParams("params.name is required"), request.id))
        }
        guard let arguments = Self.arguments(of: request) else {
            let error = RPCError.invalidParams("params.arguments must be an object")
            return .refused(.error(error, request.id))
        }
        guard let entry = catalogue.entry(named: name) else {
            let error = RPCError.invalidParams("Unknown tool: \(name.shortened)")
            return .refused(.error(error, request.id))
        }
        let makesReports = entry.tool.reportsProgress
        do throws(RPCError) {
            let input = try CallInput(request.params, at: revision)
            return .ready(
                PreparedCall(
                    entry: entry,
                    arguments: arguments,
                    id: request.id,
                    revision: revision,
                    progressToken: makesReports
                        ? request.meta["progressToken"].flatMap(RequestID.init) : nil,
                    input: input
                )
            )
        } catch {
            return .refused(.error(error, request.id))
        }
    }

    /// The arguments of a call, empty where absent or null, `nil` where they are no object.
    private static func arguments(of request: RPCRequest) -> JSONObject? {
        switch request.params["arguments"] {
        case nil, .null: JSONObject()
        case .object(let object): object
        default: nil
        }
    }

    /// Why a call must not run, or `nil` when it may; takes it from the bucket of its sign-in.
    private func refusal(
        of call: PreparedCall,
        _ exchange: Exchange,
        at start: MonotonicInstant
    ) -> Conclusion? {
        let (tool, token) = (call.entry.tool, exchange.token)
        if case .refused(let refusal)? = limiter?.admit(token, at: start) {
            return Conclusion(
                answer: failure(.rateLimited(refusal, tool: tool.name), call),
                outcome: refusal.reported.map { .rateLimited(refusals: $0) }
            )
        }
        let violations = call.entry.input.violations(in: .object(call.arguments))
        if !tool.scopes.allSatisfy(token.holds(_:)) {
            let link = resource.management?.link(for: token, addingScopes: tool.scopes)
            return Conclusion(
                answer: exchange.isBatchEntry
                    ? failure(.insufficientScope(tool.scopes, link: link), call)
                    : .insufficientScope(needed: tool.scopes),
                outcome: .insufficientScope,
                workspace: violations.isEmpty ? call.workspace : nil
            )
        }
        guard violations.isEmpty else {
            let error = ToolError.invalidArguments(violations, of: tool.name)
            return Conclusion(answer: failure(error, call), outcome: .invalidArguments)
        }
        return nil
    }

    private func record(
        of conclusion: Conclusion,
        _ call: PreparedCall,
        _ exchange: Exchange,
        since start: MonotonicInstant
    ) -> CallRecord? {
        guard let outcome = conclusion.outcome else { return nil }
        return CallRecord(
            requestID: exchange.request.requestID,
            grantID: exchange.token.grantID,
            clientID: exchange.token.clientID,
            subject: exchange.token.subject,
            tool: call.entry.tool.name,
            isReadOnly: call.entry.tool.annotations.isReadOnly,
            workspaceID: conclusion.workspace,
            outcome: outcome,
            durationMicroseconds: now().microseconds(since: start)
        )
    }

    /// Opens the workspace, asks the person where they want to be asked, then runs the tool.
    private func run(
        _ call: PreparedCall,
        _ token: ActiveToken,
        _ report: ProgressStream.Report?
    ) async -> Conclusion {
        var open: ToolCall
        switch opened(call, token, report) {
        case .failure(let error): return conclude(.failure(error), call)
        case .success(let found): open = found
        }
        switch await confirmation(of: call, open) {
        case .given(let question): open.confirmed = question
        case .refused(let error): return conclude(.failure(error), call)
        case .asked(let answer):
            return Conclusion(
                answer: answer,
                outcome: .confirmationAsked,
                workspace: call.workspace
            )
        case .invalid(let error):
            return Conclusion(
                answer: .error(error, call.id),
                outcome: .invalidState,
                workspace: call.workspace
            )
        }
        return conclude(await call.entry.tool.run(open), call)
    }

    /// Opens the workspace that the arguments name.
    ///
    /// This is the one place where a workspace's identifier from a client becomes a key.
    private func opened(
        _ prepared: PreparedCall,
        _ token: ActiveToken,
        _ report: ProgressStream.Report?
    ) -> Result<ToolCall, ToolError> {
        let (entry, arguments) = (prepared.entry, prepared.arguments)
        var call = ToolCall(token: token, arguments: arguments, management: resource.management)
        call.progress = report
        guard entry.takesWorkspace else { return .success(call) }
        let named = prepared.workspace ?? ""
        let found = token.workspaces.first { named.isIdentical(to: $0.id) }
        guard let found else { return .failure(call.workspaceNotOpen(named)) }
        let missing = entry.tool.scopes.filter { scope in
            !found.scopes.contains { $0.isIdentical(to: scope) }
        }
        guard missing.isEmpty else {
            return .failure(.roleTooLow(found, missing: missing, token: token))
        }
        call.workspace = OpenWorkspace(found, scopes: entry.tool.scopes)
        return .success(call)
    }

    private func conclude(_ result: ToolResult, _ call: PreparedCall) -> Conclusion {
        let entry = call.entry
        switch result {
        case .failure(let error):
            return Conclusion(
                answer: failure(error, call),
                outcome: .failed(code: error.code.rawValue),
                workspace: call.workspace
            )
        case .success(let content):
            guard let written = written(content, of: entry) else {
                return Conclusion(
                    answer: .error(.internalError, call.id),
                    outcome: .invalidResult,
                    workspace: call.workspace
                )
            }
            let bytes = writer(call.revision).toolResult(call.id, written, isError: false)
            return Conclusion(
                answer: .result(bytes),
                outcome: .succeeded,
                workspace: call.workspace
            )
        }
    }

    /// The result as it goes out, or `nil` where it breaks its tool's schema.
    private func written(
        _ content: JSONObject,
        of entry: ToolCatalogue.Entry
    ) -> WrittenResult? {
        let structured = AnswerWriter.structured(content)
        if let known = soundResults.result(structured, of: entry.tool.name) { return known }
        if let violation = entry.output.violations(in: .object(content)).first {
            report(violation, of: entry.tool)
            return nil
        }
        let written = WrittenResult(structured: structured)
        soundResults.insert(written, of: entry.tool.name)
        return written
    }

    private func failure(_ error: ToolError, _ call: PreparedCall) -> Answer {
        .result(
            writer(call.revision).toolResult(
                call.id,
                WrittenResult(error.structuredContent),
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
