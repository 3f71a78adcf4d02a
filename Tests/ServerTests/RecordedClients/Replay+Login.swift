import HTTP
import JSON
import OAuth
import Testing

extension Replay {
    /// Makes the client known: it registers, or an operator has done it.
    mutating func identify() async throws {
        switch client.identity {
        case .registers(let body): try await register(body)
        case .publishes(let publication): publish(publication)
        case .known(let authentication): try await addByOperator(authentication)
        }
    }

    /// Registers as recorded, and checks the answer as the strictest SDK does.
    mutating func register(_ body: JSONValue) async throws {
        let text = try filled(String(decoding: body.serialized(), as: UTF8.self))
        let sent = try JSONValue(parsing: Array(text.utf8))
        let answer = try await send(Wire.json("/register", sent))
        #expect(answer.status == 201)
        #expect(answer.fields.text(.cacheControl) == "no-store")
        let kept = try answer.json()
        for member in try #require(kept.objectValue) {
            #expect(member.value != "" && member.value != .null, "\(member.name)")
        }
        #expect(kept["redirect_uris"] == sent["redirect_uris"])
        #expect(kept["client_name"] == sent["client_name"])
        let method = sent["token_endpoint_auth_method"] ?? "client_secret_basic"
        // A method without its secret, or a secret without its method, stops two SDKs.
        #expect(kept["token_endpoint_auth_method"] == method)
        #expect((kept["client_secret"] == nil) == (method == "none"))
        #expect((kept["client_secret_expires_at"] == nil) == (method == "none"))
        #expect(list("grant_types", kept).contains("refresh_token"))
        #expect(list("response_types", kept) == ["code"])
        for case .methodAnswered(let wanted) in client.needs {
            #expect(kept["token_endpoint_auth_method"] == .string(wanted))
        }
        values["client_id"] = try answer.text("client_id")
        values["secret"] = kept["client_secret"]?.stringValue ?? ""
    }

    private mutating func addByOperator(
        _ authentication: RecordedClient.Authentication
    ) async throws {
        let method: ClientMetadata.AuthenticationMethod =
            switch authentication {
            case .none, .assertion: .none
            case .basicRaw, .basicEncoded: .basic
            case .body: .post
            }
        let known = try await fixture.addClient(
            client.name,
            redirect: client.redirect,
            method: method
        )
        values["client_id"] = known.identifier
        values["secret"] = known.secret
    }

    /// The address that the client opens in the browser.
    func authorizationTarget() throws -> String {
        "/authorize?" + client.encoding.text(of: try filled(client.authorization))
    }

    /// Opens the browser; the person approves everything, and the client checks the answer.
    mutating func logIn() async throws {
        let page = try await browser.openConsent(try authorizationTarget())
        let location = try await browser.press(.approve, on: page)
        try checkCallback(location)
        #expect(try Wire.query("error", of: location) == nil)
        let code = try Wire.query("code", of: location)
        let found: String = try #require(code, "\(location)")
        values["code"] = found
    }

    /// What every client checks when the browser comes back.
    func checkCallback(_ location: String) throws {
        let redirect = try filled("{redirect_uri}")
        let start = redirect + (redirect.contains("?") ? "&" : "?")
        #expect(location.hasPrefix(start), "\(location)")
        let sent = client.authorization.first { $0.name == "state" }?.value
        #expect(try Wire.query("state", of: location) == sent.map { try filled($0) })
        #expect(try Wire.query("iss", of: location) == values["issuer"])
    }

    /// The scopes that the client must get when the person ticks every box.
    func expectedScopes() throws -> Set<String> {
        let resource = Set(list("scopes_supported", documents.resource))
        let known = resource.union(list("scopes_supported", documents.server))
        let parameter = client.authorization.first { $0.name == "scope" }?.value ?? ""
        let asked = Set(try filled(parameter).split(separator: " ").map(String.init))
        let kept = asked.intersection(known)
        return kept.isDisjoint(with: resource) ? kept.union(resource) : kept
    }
}
