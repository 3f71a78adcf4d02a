import HTTP
import JSON
import Testing

extension Replay {
    /// Exchanges the code and checks the tokens.
    mutating func redeem() async throws {
        let answer = try await send(try request(client.exchange))
        try keepTokens(answer, scopes: try expectedScopes())
    }

    /// Refreshes and checks that every member came again.
    mutating func refresh() async throws {
        let before = values["refresh_token"]
        let answer = try await send(try request(client.refresh))
        let resource = Set(list("scopes_supported", documents.resource))
        let scopes = try expectedScopes()
        let asked = client.refresh.parameters.first { $0.name == "scope" }
        // A refresh that names scopes may drop `offline_access`, which it need not hold.
        try keepTokens(answer, scopes: asked == nil ? scopes : scopes.intersection(resource))
        #expect(values["refresh_token"] != before)
    }

    /// A token request, byte for byte as the client writes it.
    func request(_ call: RecordedClient.TokenCall) throws -> HTTPRequest {
        var fields: HTTPFields = [.contentType: call.mediaType, .accept: "application/json"]
        if let header = try authorization(call.authentication) {
            fields.append(.authorization, HTTPFieldValue(proven: header))
        }
        var parameters = try filled(call.parameters)
        if case .assertion(let audience) = call.authentication {
            parameters += try assertion(for: audience)
        }
        let body = client.encoding.text(of: parameters)
        return HTTPRequest(method: .post, path: "/token", fields: fields, body: Array(body.utf8))
    }

    private func authorization(
        _ authentication: RecordedClient.Authentication
    ) throws -> String? {
        let identifier = try filled("{client_id}")
        switch authentication {
        case .none, .body, .assertion: return nil
        case .basicRaw: return Wire.basic(identifier, try filled("{secret}"))
        case .basicEncoded:
            let encoding = client.encoding
            let secret = encoding.encoded(try filled("{secret}"))
            return Wire.basic(encoding.encoded(identifier), secret)
        }
    }

    /// Checks an answer with tokens as the strictest SDKs do, and keeps them.
    mutating func keepTokens(_ answer: Answer, scopes: Set<String>) throws {
        #expect(answer.status == 200, "\(answer.body)")
        #expect(answer.fields.text(.cacheControl) == "no-store")
        let tokens = try answer.json()
        #expect(tokens["token_type"] == "Bearer")
        let seconds = try #require(tokens["expires_in"]?.integerValue, "not a whole number")
        #expect(seconds > 0)
        for case .longerThan(let least) in client.needs { #expect(seconds > least) }
        let granted = try answer.text("scope").split(separator: " ").map(String.init)
        #expect(Set(granted) == scopes)
        values["access_token"] = try answer.text("access_token")
        values["refresh_token"] = try answer.text("refresh_token")
    }

    /// Speaks to the MCP endpoint in the client's own era and calls a tool.
    func useTools() async throws {
        let token = try filled("{access_token}")
        for opening in client.discovery.openings {
            let answer = try await send(Self.request(opening, token: token))
            switch opening {
            case .get, .head: #expect(answer.status == 405)
            case .discover: #expect(answer.status == 200 && answer.body.contains("2026-07-28"))
            case .initialize(let revision):
                #expect(answer.status == 200 && answer.body.contains(revision))
            }
        }
        let answer = try await send(Self.call("list_workspaces", token: token))
        #expect(answer.status == 200)
        for workspace in fixture.workspaces { #expect(answer.body.contains(workspace)) }
    }

    /// A tool call of the legacy era.
    static func call(_ tool: String, token: String) -> HTTPRequest {
        let body: JSONValue = [
            "jsonrpc": "2.0", "id": 2, "method": "tools/call",
            "params": ["name": .string(tool), "arguments": [:]],
        ]
        let fields: HTTPFields = [
            .authorization: HTTPFieldValue(proven: "Bearer \(token)"),
            .accept: "application/json, text/event-stream",
        ]
        return Wire.json("/mcp", body, fields)
    }
}
