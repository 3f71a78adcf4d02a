import HTTP
import JSON
import OAuth
import Primitives
import Testing

@Suite("The way back to the client", .sharedServer, .timeLimit(.minutes(10)))
struct ReturnTests {
    private static let local = "http://127.0.0.1:7777/callback"

    private func client(_ redirect: String, _ road: any Road) async throws -> String {
        let answer = try await road.send(
            Wire.json(
                "/register",
                [
                    "redirect_uris": [.string(redirect)], "client_name": "Return",
                    "token_endpoint_auth_method": "none",
                ]
            )
        )
        return try answer.text("client_id")
    }

    private func target(_ client: String, _ redirect: String, state: String = "s") -> String {
        let pairs = [
            (name: "response_type", value: "code"), (name: "client_id", value: client),
            (name: "redirect_uri", value: redirect), (name: "state", value: state),
            (name: "code_challenge", value: Wire.challenge(of: Wire.verifier)),
            (name: "code_challenge_method", value: "S256"),
        ]
        return "/authorize?" + String(decoding: FormEncoder.encode(pairs), as: UTF8.self)
    }

    private func redeem(_ location: String, _ client: String, _ redirect: String, _ road: any Road)
        async throws -> Answer
    {
        try await road.send(
            Wire.form(
                "/token",
                [
                    ("grant_type", "authorization_code"), ("client_id", client),
                    ("redirect_uri", redirect), ("code_verifier", Wire.verifier),
                    ("code", try #require(try Wire.query("code", of: location))),
                ]
            )
        )
    }

    @Test(arguments: [
        local, "http://localhost:7777/callback", "http://[::1]:7777/callback",
        "cursor://anysphere.cursor-mcp/oauth/callback", "com.example.app:/callback",
    ])
    func `an app on this device is reached through a page that goes on by itself`(
        redirect: String
    ) async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory, cookies: server.cookies)
        let client = try await client(redirect, server.memory)
        let page = try await browser.openConsent(target(client, redirect))
        let pairs = try browser.choices(on: page) + [("decision", "approve")]
        let answer = try await browser.post("/consent", pairs)
        #expect(answer.status == 200 && answer.fields.text(.location) == nil)
        #expect(answer.fields.text(.cacheControl) == "no-store")
        #expect(answer.fields.text(.refresh)?.hasPrefix("1;url=\(redirect)?code=") == true)
        #expect(answer.body.contains("You can close this tab"))
        let location = try Browser.callback(in: answer)
        #expect(try HTML.foreignLink(in: answer.body) == location)
        #expect(try await redeem(location, client, redirect, server.memory).status == 200)
    }

    @Test func `a website is reached at once`() async throws {
        let server = try SharedServer.current
        let redirect = "https://client.example.org/callback"
        var browser = Browser(server.memory, cookies: server.cookies)
        let client = try await client(redirect, server.memory)
        let page = try await browser.openConsent(target(client, redirect))
        let pairs = try browser.choices(on: page) + [("decision", "approve")]
        let answer = try await browser.post("/consent", pairs)
        #expect(answer.status == 303 && answer.fields.text(.refresh) == nil)
        #expect(answer.fields.text(.location)?.hasPrefix(redirect + "?code=") == true)
    }

    @Test(arguments: [local, "cursor://anysphere.cursor-mcp/oauth/callback"])
    func `a denial goes the same way`(redirect: String) async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory, cookies: server.cookies)
        let client = try await client(redirect, server.memory)
        let page = try await browser.openConsent(target(client, redirect))
        let pairs = try browser.choices(on: page) + [("decision", "deny")]
        let answer = try await browser.post("/consent", pairs)
        #expect(answer.status == 200 && answer.body.contains("You can close this tab"))
        let location = try Browser.callback(in: answer)
        #expect(try Wire.query("error", of: location) == "access_denied")
    }

    @Test func `a step back shows the address, until the client has its answer`() async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory, cookies: server.cookies)
        let client = try await client(Self.local, server.memory)
        let page = try await browser.openConsent(target(client, Self.local))
        let location = try await browser.press(.approve, on: page)
        let flow = try HTML.hidden("flow", after: "action=\"/consent\"", in: page.body)
        let back = try await browser.get("/consent?flow=\(flow)")
        #expect(back.status == 200 && back.fields.text(.refresh) == nil)
        #expect(try HTML.foreignLink(in: back.body) == location)
        #expect(back.body.contains("Address to copy"))
        #expect(try await redeem(location, client, Self.local, server.memory).status == 200)
        let later = try await browser.get("/consent?flow=\(flow)")
        #expect(later.body.contains("The application has its answer."))
        #expect(!later.body.contains("code="))
    }

    @Test func `for another machine there is an address to copy and time for it`() async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory, cookies: server.cookies)
        let client = try await client(Self.local, server.memory)
        let page = try await browser.openConsent(target(client, Self.local))
        #expect(page.body.contains("My client runs on another machine"))
        let pairs =
            try browser.choices(on: page) + [("elsewhere", "yes"), ("decision", "approve")]
        let posted = try await browser.post("/consent", pairs)
        #expect(posted.status == 303 && posted.fields.text(.refresh) == nil)
        guard case .page(let answer, path: "/consent") = try await browser.follow(posted, path: "")
        else { throw Wire.Failure("not on the page") }
        #expect(answer.fields.text(.refresh) == nil)
        #expect(answer.body.contains("for the next 5 minutes") || answer.body.contains("4 minutes"))
        let location = try HTML.foreignLink(in: answer.body)
        #expect(location.hasPrefix(Self.local + "?code="))
        let code = try #require(try Wire.query("code", of: location))
        let lifetimes = try await server.fixture.grant(of: code).terms.lifetimes
        #expect(lifetimes?.codeSeconds == 300)
        #expect(lifetimes?.accessSeconds == TokenLifetimes.standard.accessSeconds)
        #expect(try await redeem(location, client, Self.local, server.memory).status == 200)
    }

    @Test(arguments: [
        "https://client.example.org/callback", "cursor://anysphere.cursor-mcp/oauth/callback",
    ])
    func `only a loopback client can be on another machine`(redirect: String) async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory, cookies: server.cookies)
        let client = try await client(redirect, server.memory)
        let page = try await browser.openConsent(target(client, redirect))
        #expect(!page.body.contains("another machine"))
        let pairs =
            try browser.choices(on: page) + [("elsewhere", "yes"), ("decision", "approve")]
        let answer = try await browser.post("/consent", pairs)
        let location = try Browser.callback(in: answer)
        let code = try #require(try Wire.query("code", of: location))
        #expect(try await server.fixture.grant(of: code).terms.lifetimes == nil)
    }

    @Test func `another browser learns nothing of the answer`() async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory, cookies: server.cookies)
        let client = try await client(Self.local, server.memory)
        let page = try await browser.openConsent(target(client, Self.local))
        _ = try await browser.press(.approve, on: page)
        let flow = try HTML.hidden("flow", after: "action=\"/consent\"", in: page.body)
        var stranger = Browser(server.memory)
        let answer = try await stranger.get("/consent?flow=\(flow)")
        #expect(answer.status == 400 && !answer.body.contains("code="))
    }
}
