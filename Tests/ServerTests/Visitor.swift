import Cryptography
import HTTP
import JSON
import OAuth
import Primitives
import Testing

/// A person at a browser without scripts, and the client on whose behalf they are there.
///
/// It follows no redirect by itself: what the server says at each step is what a test looks at.
final class Visitor {
    static let verifier = String(repeating: "v", count: 50)
    static let redirect = "http://127.0.0.1:7777/callback"

    let road: any Road
    private var cookies: [String] = []

    init(_ road: any Road) {
        self.road = road
    }

    /// What a form of a page holds.
    struct Page {
        let answer: Answer
        var body: String { answer.body }

        /// The attributes of every `input`, in order.
        var inputs: [[String: String]] {
            body.split(separator: "<input ").dropFirst().map { Self.attributes($0) }
        }

        /// The values of the ticked boxes of this name.
        func ticked(_ name: String) -> [String] {
            inputs.filter { $0["name"] == name && $0["checked"] != nil }.compactMap { $0["value"] }
        }

        /// The values of all fields of this name.
        func values(_ name: String) -> [String] {
            inputs.filter { $0["name"] == name }.compactMap { $0["value"] }
        }

        private static func attributes(_ tail: Substring) -> [String: String] {
            var found: [String: String] = [:]
            var rest = tail.prefix { $0 != ">" }
            while !rest.isEmpty {
                let name = rest.prefix { $0 != "=" && $0 != " " }
                rest = rest.dropFirst(name.count)
                if rest.first == "=" {
                    let value = rest.dropFirst(2).prefix { $0 != "\"" }
                    found[String(name)] = value.split(separator: "&amp;").joined(separator: "&")
                    rest = rest.dropFirst(value.count + 3)
                } else if !name.isEmpty {
                    found[String(name)] = ""
                }
                rest = rest.drop { $0 == " " }
            }
            return found
        }
    }

    func get(_ target: String) async throws -> Page {
        let parts = target.split(separator: "?", maxSplits: 1)
        let answer = try await road.send(
            HTTPRequest(
                method: .get,
                path: String(parts[0]),
                query: parts.count == 2 ? Array(parts[1].utf8) : nil,
                fields: try cookieFields()
            )
        )
        remember(answer)
        return Page(answer: answer)
    }

    func post(_ path: String, _ pairs: [(String, String)]) async throws -> Page {
        var fields = try cookieFields()
        fields.append(.contentType, "application/x-www-form-urlencoded")
        let body = FormEncoder.encode(pairs.map { (name: $0.0, value: $0.1) })
        let answer = try await road.send(
            HTTPRequest(method: .post, path: path, fields: fields, body: body)
        )
        remember(answer)
        return Page(answer: answer)
    }

    private func cookieFields() throws -> HTTPFields {
        guard !cookies.isEmpty else { return [:] }
        return [.cookie: try #require(HTTPFieldValue(cookies.joined(separator: "; ")))]
    }

    private func remember(_ answer: Answer) {
        guard let value = answer.fields.text(.setCookie) else { return }
        let cookie = String(value.prefix { $0 != ";" })
        let name = cookie.prefix { $0 != "=" }
        cookies.removeAll { $0.hasPrefix(name + "=") }
        cookies.append(cookie)
    }

    /// Registers a public client; its metadata gives the same identifier every time.
    func register(name: String = "Journey") async throws -> String {
        let metadata: JSONValue = [
            "redirect_uris": [.string(Self.redirect)], "client_name": .string(name),
            "token_endpoint_auth_method": "none",
        ]
        let answer = try await road.send(
            HTTPRequest(
                method: .post,
                path: "/register",
                fields: [.contentType: "application/json"],
                body: metadata.serialized()
            )
        )
        #expect(answer.status == 201)
        return try #require(try Self.json(answer)["client_id"]?.stringValue)
    }

    /// Begins an authorization and returns where the browser is sent.
    func authorize(
        _ client: String,
        scope: String? = nil,
        resource: String? = nil
    ) async throws -> String {
        let challenge = Base64URL.encode(SHA256.digest(Array(Self.verifier.utf8)))
        var pairs = [
            (name: "response_type", value: "code"), (name: "client_id", value: client),
            (name: "redirect_uri", value: Self.redirect),
            (name: "code_challenge", value: challenge),
            (name: "code_challenge_method", value: "S256"),
        ]
        if let scope { pairs.append((name: "scope", value: scope)) }
        if let resource { pairs.append((name: "resource", value: resource)) }
        let query = String(decoding: FormEncoder.encode(pairs), as: UTF8.self)
        let page = try await get("/authorize?\(query)")
        #expect(page.answer.status == 303)
        return try #require(page.answer.fields.text(.location))
    }

    /// Signs in on the page at `target` and returns where that leads.
    func signIn(
        _ target: String,
        email: String = "ada@example.com"
    ) async throws -> String {
        let page = try await get(target)
        var pairs = [("email", email), ("password", JourneyFixture.password)]
        for name in ["flow", "next", "csrf"] {
            if let value = page.values(name).first { pairs.append((name, value)) }
        }
        let answer = try await post("/sign-in", pairs).answer
        #expect(answer.status == 303)
        return try #require(answer.fields.text(.location))
    }

    /// Opens the consent page of a new request, signing in where that is due.
    func openConsent(
        _ client: String,
        scope: String? = nil,
        resource: String? = nil
    ) async throws -> Page {
        var target = try await authorize(client, scope: scope, resource: resource)
        var page = try await get(target)
        if page.answer.status == 303 {
            target = try await signIn(try #require(page.answer.fields.text(.location)))
            page = try await get(target)
        } else if target.hasPrefix("/sign-in") {
            page = try await get(try await signIn(target))
        }
        #expect(page.answer.status == 200)
        return page
    }

    /// Approves on a consent page and returns where that leads.
    func press(
        _ page: Page,
        scopes: [String],
        workspaces: [String],
        confirm: Bool = false
    ) async throws -> String {
        let flow = try #require(page.values("flow").first)
        let csrf = try #require(page.values("csrf").last)
        let pairs =
            [("flow", flow), ("csrf", csrf), ("decision", "approve")]
            + scopes.map { ("scope", $0) } + workspaces.map { ("workspace", $0) }
            + (confirm ? [("confirm", "yes")] : [])
        let answer = try await post("/consent", pairs).answer
        return try Browser.callback(in: answer)
    }

    /// Approves on a consent page and redeems the code.
    func approve(
        _ page: Page,
        _ client: String,
        scopes: [String],
        workspaces: [String],
        confirm: Bool = false
    ) async throws -> Tokens {
        let location = try await press(
            page,
            scopes: scopes,
            workspaces: workspaces,
            confirm: confirm
        )
        let query = location.split(separator: "?", maxSplits: 1).last ?? ""
        let code = try #require(try FormDecoder.decode(Array(query.utf8)).only("code").value)
        let pairsOfCode = [
            ("grant_type", "authorization_code"), ("client_id", client), ("code", code),
            ("code_verifier", Self.verifier),
        ]
        return try Tokens(try await post("/token", pairsOfCode).answer)
    }

    /// What the token endpoint answered.
    struct Tokens {
        let access: String
        let refresh: String
        let scope: String

        init(_ answer: Answer) throws {
            #expect(answer.status == 200)
            let json = try Visitor.json(answer)
            access = try #require(json["access_token"]?.stringValue)
            refresh = try #require(json["refresh_token"]?.stringValue)
            scope = try #require(json["scope"]?.stringValue)
        }
    }

    func refresh(_ tokens: Tokens, _ client: String) async throws -> Answer {
        try await post(
            "/token",
            [
                ("grant_type", "refresh_token"), ("refresh_token", tokens.refresh),
                ("client_id", client),
            ]
        ).answer
    }

    /// Calls a tool without arguments.
    func call(_ tool: String, _ token: String) async throws -> Answer {
        let message: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": ["name": .string(tool), "arguments": [:]],
        ]
        return try await road.send(
            HTTPRequest(
                method: .post,
                path: "/mcp",
                fields: [
                    .authorization: HTTPFieldValue(proven: "Bearer \(token)"),
                    .contentType: "application/json",
                    HTTPFieldName(literal: "MCP-Protocol-Version"): "2025-11-25",
                ],
                body: message.serialized()
            )
        )
    }

    static func json(_ answer: Answer) throws -> JSONValue {
        try JSONValue(parsing: Array(answer.body.utf8))
    }
}
