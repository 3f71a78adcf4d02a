import HTTP
import Testing

/// A person's browser: it keeps cookies, follows redirects on this server and presses buttons.
///
/// It reads the pages as they are, so a form that lost a field fails here as it would in a real
/// browser.
struct Browser {
    /// Where a visit ended.
    enum Stop {
        /// On a page of this server, at this path.
        case page(Answer, path: String)
        /// At an address elsewhere, which the server redirected to.
        case away(String)
    }

    /// The buttons of the consent page that answer the client.
    enum Button: String {
        case approve
        case deny
    }

    let road: any Road
    private(set) var cookies: [String: String] = [:]

    /// Opens a browser without cookies, or with those of another one.
    init(_ road: any Road, cookies: [String: String] = [:]) {
        self.road = road
        self.cookies = cookies
    }

    /// Plants a cookie, as an attacker with a foothold on a sibling host would.
    mutating func plant(_ name: String, _ value: String) {
        cookies[name] = value
    }

    /// Sends one request with the cookies, and keeps those that the answer sets.
    mutating func send(_ request: HTTPRequest) async throws -> Answer {
        var request = request
        if !cookies.isEmpty {
            let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            request.fields.append(
                .cookie,
                try #require(HTTPFieldValue(pairs.joined(separator: "; ")))
            )
        }
        let answer = try await road.send(request)
        for bytes in answer.fields.all(.setCookie) {
            let pair = String(decoding: bytes.prefix { $0 != 0x3b }, as: UTF8.self)
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2)
            cookies[String(parts[0])] = parts[1].isEmpty ? nil : String(parts[1])
        }
        return answer
    }

    /// Opens an address of this server, without following its answer.
    mutating func get(_ target: String) async throws -> Answer {
        try await send(Wire.get(target))
    }

    /// Posts a form to this server, without following its answer.
    mutating func post(
        _ path: String,
        _ pairs: [(String, String)],
        _ fields: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(Wire.form(path, pairs, fields))
    }

    /// Opens an address and follows redirects until there is a page or the server sends away.
    mutating func visit(_ target: String) async throws -> Stop {
        try await follow(try await get(target), path: Wire.path(of: target))
    }

    /// Follows what an answer says, as ``visit(_:)`` does.
    mutating func follow(_ answer: Answer, path: String) async throws -> Stop {
        var answer = answer
        var path = path
        for _ in 0..<8 {
            guard answer.status == 303 else { return .page(answer, path: path) }
            let location = try #require(answer.fields.text(.location))
            guard let target = Wire.ownTarget(location) else { return .away(location) }
            path = Wire.path(of: target)
            answer = try await get(target)
        }
        throw Wire.Failure("redirects go round in a circle at \(path)")
    }

    /// Fills the sign-in form of `page` and follows where it leads.
    mutating func signIn(
        on page: Answer,
        email: String = "ada@example.com",
        password: String = JourneyFixture.password
    ) async throws -> Stop {
        let pairs = [
            ("flow", try HTML.hidden("flow", after: Self.signInForm, in: page.body)),
            ("email", email), ("password", password),
            ("csrf", try HTML.hidden("csrf", after: Self.signInForm, in: page.body)),
        ]
        let answer = try await post("/sign-in", pairs)
        return try await follow(answer, path: "/sign-in")
    }

    /// Opens an authorization request and stops at its consent page, signing in on the way.
    mutating func openConsent(_ target: String) async throws -> Answer {
        var stop = try await visit(target)
        if case .page(let page, path: "/sign-in") = stop { stop = try await signIn(on: page) }
        guard case .page(let page, path: "/consent") = stop, page.status == 200 else {
            throw Wire.Failure("no consent page: \(stop)")
        }
        return page
    }

    /// Everything that the consent form on `page` would send with every box ticked.
    func choices(on page: Answer) throws -> [(String, String)] {
        let form = String(page.body[try HTML.end(of: Self.consentForm, in: page.body)...])
        var pairs = [
            ("flow", try HTML.hidden("flow", after: Self.consentForm, in: page.body)),
            ("csrf", try HTML.hidden("csrf", after: Self.consentForm, in: page.body)),
        ]
        for name in ["workspace", "scope"] {
            pairs += HTML.values(of: name, in: form).map { (name, $0) }
        }
        return pairs
    }

    /// Presses a button of the consent page and returns the address that brings the client its
    /// answer, whether the server redirects to it or shows a page that leads there.
    mutating func press(_ button: Button, on page: Answer) async throws -> String {
        let pairs = try choices(on: page) + [("decision", button.rawValue)]
        let answer = try await post("/consent", pairs)
        return try Self.callback(in: answer)
    }

    /// The address at the client that an answer leads to.
    static func callback(in answer: Answer) throws -> String {
        if answer.status == 303 { return try #require(answer.fields.text(.location)) }
        try #require(answer.status == 200, "\(answer.status) \(answer.body)")
        let name = try #require(HTTPFieldName("Refresh"))
        if let refresh = answer.fields.text(name), let start = refresh.firstRange(of: "url=") {
            return String(refresh[start.upperBound...])
        }
        return try HTML.foreignLink(in: answer.body)
    }

    private static let signInForm = "action=\"/sign-in\""
    private static let consentForm = "action=\"/consent\""
}
