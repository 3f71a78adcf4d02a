package import HTTP
package import HTTPServer
package import MCP

/// The MCP endpoint: `Origin` and CORS here, everything else in the router.
package struct MCPEndpoint: HTTPHandler {
    private let router: MCPRouter
    private let origins: OriginPolicy

    /// Creates the endpoint.
    package init(router: MCPRouter, origins: OriginPolicy) {
        self.router = router
        self.origins = origins
    }

    /// Answers one request of either protocol era.
    package func respond(
        to request: HTTPRequest,
        in context: RequestContext
    ) async -> HTTPResponse {
        let verdict = origins.verdict(request)
        guard verdict != .refused else { return Self.foreignOrigin }
        return Self.http(await router.handle(message(request, context)), verdict)
    }

    /// As ``respond(to:in:)``, where the router can.
    package func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        guard router.answersAtOnce else { return nil }
        let verdict = origins.verdict(request)
        guard verdict != .refused else { return Self.foreignOrigin }
        guard let answer = router.handleAtOnce(message(request, context)) else { return nil }
        return Self.http(answer, verdict)
    }

    private func message(_ request: HTTPRequest, _ context: RequestContext) -> MCPRequest {
        let method: MCPRequest.Method = request.method == .post ? .post : .other
        var message = MCPRequest(
            method: method,
            body: request.body,
            requestID: context.requestID
        )
        message.authorization = joined(request, .authorization)
        message.hasQueryToken = Self.hasToken(request.query)
        message.protocolVersionHeader = joined(request, .mcpProtocolVersion)
        message.mcpMethodHeader = joined(request, .mcpMethod)
        message.mcpNameHeader = joined(request, .mcpName)
        message.contentType = joined(request, .contentType)
        message.accept = joined(request, .accept)
        return message
    }

    private func joined(_ request: HTTPRequest, _ name: HTTPFieldName) -> String? {
        switch request.fields.only(name) {
        case .none: return nil
        case .one(let value): return String(decoding: value, as: UTF8.self)
        case .several:
            let values = request.fields.all(name).map { String(decoding: $0, as: UTF8.self) }
            return values.joined(separator: ", ")
        }
    }

    private static func hasToken(_ query: [UInt8]?) -> Bool {
        guard let query, !query.isEmpty, let fields = try? FormDecoder.decode(query) else {
            return false
        }
        return fields.only("access_token") != .none
    }

    private static func http(
        _ answer: MCPResponse,
        _ verdict: OriginPolicy.Verdict
    ) -> HTTPResponse {
        var response = HTTPResponse(status: HTTPStatus(code: answer.status) ?? .internalServerError)
        for header in answer.headers {
            // The router writes constants and checked identifiers only, never a client's text.
            guard let name = name(of: header), let value = HTTPFieldValue(header.value)
            else { continue }
            response.fields.append(name, value)
        }
        switch answer.body {
        case .empty: response.body = .empty
        case .json(let bytes), .events(let bytes): response.body = .bytes(bytes)
        case .parts(let parts): response.body = .parts(parts)
        case .stream(let events):
            response.body = .stream { writer in
                try await events.send { try await writer.write($0) }
            }
        }
        // A page sees the challenge only where it may read it (MCP "Protected resource", RFC 9728
        // §5.1).
        if verdict == .allowed { CrossOrigin.allowReading(&response) }
        return response
    }

    private static func name(of header: MCPResponse.Header) -> HTTPFieldName? {
        switch header.name {
        case "Content-Type": .contentType
        case "Cache-Control": .cacheControl
        default: HTTPFieldName(header.name)
        }
    }

    private static let foreignOrigin = HTTPResponse.jsonError(
        .forbidden,
        code: "forbidden_origin",
        description: "Pages of this origin may not call the MCP endpoint."
    )
}

extension HTTPFieldName {
    static let mcpProtocolVersion = HTTPFieldName(literal: "MCP-Protocol-Version")
    static let mcpMethod = HTTPFieldName(literal: "Mcp-Method")
    static let mcpName = HTTPFieldName(literal: "Mcp-Name")
}
