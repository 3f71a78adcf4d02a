import HTTP
import JSON
import OAuth
import Testing

/// A plain client with a person at its side, for tests that need codes and tokens.
struct Agent {
    /// Access and refresh token of one answer.
    struct Tokens {
        let access: String
        let refresh: String
    }

    static let verifier = Wire.verifier

    let fixture: JourneyFixture
    let road: any Road
    let identifier: String
    let redirect: String
    /// The secret that the client proves itself with, and where it puts it.
    let secret: (text: String, isBasic: Bool)?
    /// The scopes it asks for.
    var scope = "workspace:read posts:read"
    var browser: Browser

    /// Registers a client of its own kind; equal names make equal clients.
    static func registered(
        _ server: SharedServer,
        on road: any Road,
        name: String,
        method: String = "none",
        redirect: String = "https://client.example.org/callback?a=1"
    ) async throws -> Agent {
        let answer = try await road.send(
            Wire.json(
                "/register",
                [
                    "client_name": .string(name), "redirect_uris": [.string(redirect)],
                    "token_endpoint_auth_method": .string(method),
                ]
            )
        )
        try #require(answer.status == 201, "\(answer.body)")
        let secret = try answer.json()["client_secret"]?.stringValue
        return Agent(
            fixture: server.fixture,
            road: road,
            identifier: try answer.text("client_id"),
            redirect: redirect,
            secret: secret.map { ($0, method == "client_secret_basic") },
            browser: Browser(road, cookies: server.cookies)
        )
    }

    /// The authorization request, with `changes` in place of the usual parameters.
    func target(_ changes: [(String, String?)] = []) -> String {
        var pairs = [
            ("response_type", "code"), ("client_id", identifier), ("redirect_uri", redirect),
            ("scope", scope), ("state", "s+/="),
            ("code_challenge", Wire.challenge(of: Self.verifier)),
            ("code_challenge_method", "S256"),
        ]
        for (name, value) in changes {
            pairs.removeAll { $0.0 == name }
            if let value { pairs.append((name, value)) }
        }
        return "/authorize?" + WireEncoding.javascript.text(of: pairs.map { ($0.0, $0.1) })
    }

    /// Gets a code: the person approves everything that was asked.
    mutating func code() async throws -> String {
        let page = try await browser.openConsent(target())
        let location = try await browser.press(.approve, on: page)
        let code: String? = try Wire.query("code", of: location)
        return try #require(code)
    }

    /// Gets tokens through a whole login.
    mutating func connect() async throws -> Tokens {
        try Self.tokens(try await redeem(try await code()))
    }

    /// The tokens of an answer that must hold some.
    static func tokens(_ answer: Answer) throws -> Tokens {
        try #require(answer.status == 200, "\(answer.body)")
        return Tokens(
            access: try answer.text("access_token"),
            refresh: try answer.text("refresh_token")
        )
    }

    /// The usual parameters of a code exchange.
    func exchange(_ code: String) -> [(String, String)] {
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", Self.verifier),
        ]
    }

    /// Exchanges a code, with `verifier` in place of the right one.
    func redeem(_ code: String, verifier: String = Self.verifier) async throws -> Answer {
        let pairs = exchange(code).map { $0.0 == "code_verifier" ? ($0.0, verifier) : $0 }
        return try await road.send(proven("/token", pairs))
    }

    /// Refreshes with `token`.
    func refresh(
        _ token: String,
        _ more: [(String, String)] = []
    ) async throws -> Answer {
        let pairs = [("grant_type", "refresh_token"), ("refresh_token", token)] + more
        return try await road.send(proven("/token", pairs))
    }

    /// Gives `token` back.
    func revoke(_ token: String) async throws -> Answer {
        try await road.send(proven("/revoke", [("token", token)]))
    }

    /// A form that the client sends with its own proof.
    func proven(_ path: String, _ pairs: [(String, String)]) -> HTTPRequest {
        guard let secret else { return Wire.form(path, pairs + [("client_id", identifier)]) }
        guard secret.isBasic else {
            return Wire.form(
                path,
                pairs + [("client_id", identifier), ("client_secret", secret.text)]
            )
        }
        let header = HTTPFieldValue(proven: Wire.basic(identifier, secret.text))
        return Wire.form(path, pairs, [.authorization: header])
    }

    /// What the fixture's resource server learns about `token`.
    func introspect(_ token: String) async throws -> JSONValue {
        let header = HTTPFieldValue(proven: Wire.basic("rs_test", "secret"))
        let answer = try await road.send(
            Wire.form("/introspect", [("token", token)], [.authorization: header])
        )
        try #require(answer.status == 200, "\(answer.body)")
        return try answer.json()
    }

    /// Whether introspection calls `token` active; an inactive one must say nothing else.
    func isActive(_ token: String) async throws -> Bool {
        let answer = try await introspect(token)
        if answer["active"] == true { return true }
        #expect(answer == ["active": false])
        return false
    }

    /// The status of a tool call with `token`.
    func call(_ token: String) async throws -> Int {
        try await road.send(Replay.call("get_me", token: token)).status
    }
}
