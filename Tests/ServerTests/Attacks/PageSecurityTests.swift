import HTTP
import Testing

/// What every page carries, error pages included.
@Suite("Security of every page", .sharedServer, .timeLimit(.minutes(10)))
struct PageSecurityTests {
    private func expectLocked(_ answer: Answer, _ what: String) {
        let policy = answer.fields.text(.contentSecurityPolicy) ?? ""
        #expect(policy.contains("default-src 'none'"), "\(what)")
        #expect(policy.contains("frame-ancestors 'none'"), "\(what)")
        #expect(policy.contains("base-uri 'none'"), "\(what)")
        #expect(!policy.contains("unsafe") && !policy.contains("form-action"), "\(what)")
        #expect(answer.fields.text(.xFrameOptions) == "DENY", "\(what)")
        #expect(answer.fields.text(.referrerPolicy) == "same-origin", "\(what)")
        #expect(answer.fields.text(.cacheControl) == "no-store", "\(what)")
        #expect(answer.fields.text(.xContentTypeOptions) == "nosniff", "\(what)")
    }

    /// Addresses that answer a browser with a page or send it to one.
    private static let targets = [
        "/", "/sign-in", "/sign-out", "/consent", "/account", "/authorize", "/nothing",
        "/consent?flow=x", "/sign-in?flow=x", "/authorize?client_id=x", "/assets/nothing",
        "/account?x=%3Cscript%3Ealert(1)%3C/script%3E",
    ]

    @Test(arguments: targets, [false, true])
    func `S-21 S-24 S-26 T9 no page can be framed, cached or made to run anything`(
        target: String,
        isSignedIn: Bool
    ) async throws {
        let server = try SharedServer.current
        var browser = Browser(server.memory, cookies: isSignedIn ? server.cookies : [:])
        let request = Wire.get(target, [.accept: "text/html,application/xhtml+xml"])
        let answer = try await browser.send(request)
        expectLocked(answer, target)
        #expect(!answer.body.contains("<script"))
        // Nothing of another host is loaded, so nothing is told to one (RFC 9700 §4.2).
        for attribute in ["src=\"", "srcset=\"", "rel=\"stylesheet\" href=\""] {
            for range in answer.body.ranges(of: attribute) {
                #expect(answer.body[range.upperBound...].hasPrefix("/"), "\(target)")
            }
        }
    }

    @Test func `S-83 an error page tells the person what to do and nothing of the inside`()
        async throws
    {
        let server = try SharedServer.current
        let inside = [
            ".swift", "SQL", "sqlite", "OpenSSL", "Fatal", "Error(", "Optional(", "/tmp", "nil",
            "stack trace",
        ]
        for target in Self.targets {
            let request = Wire.get(target, [.accept: "text/html"])
            let page = try await server.memory.send(request)
            for word in inside { #expect(!page.body.contains(word), "\(target): \(word)") }
            #expect(page.fields.text(HTTPFieldName(literal: "Server")) == nil)
        }
    }

    /// How many elements of each kind that a payload could add stand on a page.
    private func elements(_ page: String) -> [Int] {
        ["<script", "<img", "<form", "<iframe", "<a ", "<input"].map { page.ranges(of: $0).count }
    }

    @Test func `S-25 S-26 S-29 T6 T18 a hostile name is one harmless line below the host`()
        async throws
    {
        let server = try SharedServer.current
        let names = [
            "<script>alert(1)</script>", "\" onload=\"alert(1)", "Claude\u{202e}edualC",
            "Claude\u{200b}\u{200d}", "A\r\nSet-Cookie: a=b", "{{clientName}}", "</form><form>",
            String(repeating: "long ", count: 100), "<img src=x onerror=alert(1)>", "&lt;b&gt;",
        ]
        var honest = try await Agent.registered(server, on: server.memory, name: "Honest")
        let usual = elements(try await honest.browser.openConsent(honest.target()).body)
        for name in names {
            var agent = try await Agent.registered(server, on: server.memory, name: name)
            let page = try await agent.browser.openConsent(agent.target()).body
            #expect(elements(page) == usual)
            #expect(!page.contains("onload=\"") && !page.contains("\u{202e}"))
            #expect(!page.contains("\u{200b}") && !page.contains("\r\n"))
            let host = try #require(page.firstRange(of: "client.example.org"))
            let label = try #require(page.firstRange(of: "It calls itself"))
            #expect(host.lowerBound < label.lowerBound)
            #expect(page.contains("Not verified"))
            #expect(page.contains("ada@example.com"))
            #expect(page.contains(JourneyFixture.issuer + "/mcp"))
        }
    }
}
