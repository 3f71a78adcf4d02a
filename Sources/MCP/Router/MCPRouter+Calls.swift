internal import JSON
private import Primitives

extension MCPRouter {
    /// Runs a tool: scope, then arguments, then the tool, then its result, then the record.
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
            let result = await entry.tool.run(
                ToolCall(token: token, arguments: arguments, management: resource.management)
            )
            (answer, outcome) = conclude(result, entry, request.id, revision)
        }
        observe(
            CallRecord(
                requestID: exchange.request.requestID,
                grantID: token.grantID,
                clientID: token.clientID,
                subject: token.subject,
                tool: entry.tool.name,
                workspaceID: violations.isEmpty ? arguments["workspaceId"]?.stringValue : nil,
                outcome: outcome,
                durationMicroseconds: now().microseconds(since: start)
            )
        )
        return answer
    }

    /// The arguments of a call, empty where absent or null, `nil` where they are no object.
    private static func arguments(of request: RPCRequest) -> JSONObject? {
        switch request.params["arguments"] {
        case nil, .null: JSONObject()
        case .object(let object): object
        default: nil
        }
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
            if let violation = entry.output.violations(in: .object(content)).first {
                report(violation, of: entry.tool)
                return (.error(.internalError, id), .invalidResult)
            }
            let bytes = writer(revision).toolResult(id, content, isError: false)
            return (.result(bytes), .succeeded)
        }
    }

    private func failure(
        _ error: ToolError,
        _ id: RequestID,
        _ revision: ProtocolRevision
    ) -> Answer {
        .result(writer(revision).toolResult(id, error.structuredContent, isError: true))
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
