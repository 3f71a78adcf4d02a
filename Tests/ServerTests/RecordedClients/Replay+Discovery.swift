import HTTP
import JSON
import Testing

extension Replay {
    /// From the first request without a token to both metadata documents.
    mutating func discover() async throws {
        var metadata = ""
        for opening in client.discovery.openings {
            let answer = try await send(Self.request(opening, token: nil))
            #expect(answer.status == 401)
            let challenge = try #require(answer.fields.text(.wwwAuthenticate))
            #expect(challenge.hasPrefix("Bearer "))
            #expect(!challenge.contains("error="))
            metadata = try parameter("resource_metadata", of: challenge)
            values["asked"] = try parameter("scope", of: challenge)
        }
        if client.needs.contains(.challengeOnSameOrigin) {
            #expect(metadata.hasPrefix(JourneyFixture.issuer + "/"))
        }
        let target = try #require(Wire.ownTarget(metadata))
        documents.resource = try found(try await send(Wire.get(target)))
        for path in client.discovery.resourceProbes {
            let answer = try await send(Wire.get(path))
            guard answer.status == 200 else { try expectAbsent(answer); continue }
            #expect(try answer.json() == documents.resource)
        }
        try await discoverServer()
        try checkDocuments()
    }

    private mutating func discoverServer() async throws {
        for path in client.discovery.serverProbes {
            let answer = try await send(Wire.get(path))
            guard answer.status == 200 else { try expectAbsent(answer); continue }
            let document = try found(answer)
            if documents.server == .null { documents.server = document }
            #expect(document == documents.server)
        }
        try #require(documents.server != .null, "no metadata of the server")
    }

    private mutating func checkDocuments() throws {
        let resource = try #require(documents.resource["resource"]?.stringValue)
        let typed = JourneyFixture.issuer + "/mcp"
        #expect(typed.hasPrefix(resource))
        values["resource"] = resource
        values["origin"] = JourneyFixture.issuer
        let issuer = try #require(documents.server["issuer"]?.stringValue)
        values["issuer"] = issuer
        // Strings are compared character for character; a trailing slash is fatal.
        #expect(documents.resource["authorization_servers"] == [.string(issuer)])
        #expect(list("response_types_supported", documents.server) == ["code"])
        #expect(!list("scopes_supported", documents.resource).contains("offline_access"))
        for need in client.needs { check(need, resource: resource, typed: typed) }
    }

    private func check(_ need: RecordedClient.Need, resource: String, typed: String) {
        let server = documents.server
        switch need {
        case .documentsRead: #expect(server["client_id_metadata_document_supported"] == true)
        case .exactResource: #expect(resource == typed)
        case .challengeMethodListed:
            #expect(list("code_challenge_methods_supported", server).contains("S256"))
        case .methodListed(let method):
            #expect(list("token_endpoint_auth_methods_supported", server).contains(method))
        case .scopeListed(let scope): #expect(list("scopes_supported", server).contains(scope))
        case .issuer: #expect(server["authorization_response_iss_parameter_supported"] == true)
        case .challengeOnSameOrigin, .longerThan, .readableByPages, .methodAnswered: break
        }
    }

    /// The members of a list of texts.
    func list(_ name: String, _ document: JSONValue) -> [String] {
        document[name]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    /// A document that every SDK's model takes: JSON, without empty or null members.
    private func found(_ answer: Answer) throws -> JSONValue {
        #expect(answer.status == 200)
        let document = try answer.json()
        for member in try #require(document.objectValue) {
            #expect(member.value != "" && member.value != .null && member.value != [])
        }
        return document
    }

    /// What is not there is JSON and 404: never a page, a redirect or a server error.
    private func expectAbsent(_ answer: Answer) throws {
        #expect(answer.status == 404)
        #expect(try answer.text("error") == "not_found")
    }

    private func parameter(_ name: String, of challenge: String) throws -> String {
        // SDKs search the whole field for the name, so its first hit must be the parameter.
        let start = try #require(challenge.firstRange(of: "\(name)=\""), "\(challenge)")
        #expect(challenge.ranges(of: "\(name)=").count == 1)
        return String(challenge[start.upperBound...].prefix { $0 != "\"" })
    }

    /// A request to the MCP endpoint, with or without a token.
    static func request(_ opening: RecordedClient.Opening, token: String?) -> HTTPRequest {
        var fields: HTTPFields = [.accept: "application/json, text/event-stream"]
        if let token { fields.append(.authorization, HTTPFieldValue(proven: "Bearer \(token)")) }
        switch opening {
        case .initialize(let revision):
            let body: JSONValue = [
                "jsonrpc": "2.0", "id": 0, "method": "initialize",
                "params": [
                    "protocolVersion": .string(revision), "capabilities": [:],
                    "clientInfo": ["name": "recorded", "version": "1"],
                ],
            ]
            return Wire.json("/mcp", body, fields)
        case .discover:
            let body: JSONValue = [
                "jsonrpc": "2.0", "id": 1, "method": "server/discover",
                "params": [
                    "_meta": [
                        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                        "io.modelcontextprotocol/clientCapabilities": [:],
                    ]
                ],
            ]
            fields.append(HTTPFieldName(literal: "MCP-Protocol-Version"), "2026-07-28")
            fields.append(HTTPFieldName(literal: "Mcp-Method"), "server/discover")
            return Wire.json("/mcp", body, fields)
        case .get: return Wire.get("/mcp", fields)
        case .head: return Wire.request(.head, "/mcp", fields)
        }
    }
}
