import OAuth
import Testing

@Suite("Redirect URIs (RFC 6749 §3.1.2, RFC 8252)")
struct RedirectURITests {
    /// The callbacks of the clients that people use.
    @Test(
        arguments: [
            ("https://claude.ai/api/mcp/auth_callback", .https, "claude.ai"),
            ("http://localhost/callback", .loopback, "localhost"),
            ("http://127.0.0.1:33418/", .loopback, "127.0.0.1:33418"),
            ("http://127.0.0.1:33418", .loopback, "127.0.0.1:33418"),
            ("http://[::1]:8080/cb", .loopback, "[::1]:8080"),
            ("http://localhost:6274/oauth/callback", .loopback, "localhost:6274"),
            (
                "cursor://anysphere.cursor-mcp/oauth/callback", .privateUse,
                "cursor://anysphere.cursor-mcp"
            ),
            ("com.example.app:/oauth2redirect", .privateUse, "com.example.app:"),
            ("com.example.app://callback", .privateUse, "com.example.app://callback"),
            ("https://grok.com/connectors-oauth-exchange-code/", .https, "grok.com"),
            ("https://host.example/oauth/clients/mcp:abc/callback", .https, "host.example"),
            ("https://Example.COM:8443/cb?a=1&b=%20", .https, "example.com:8443"),
            ("http://127.0.0.1:1455/callback/aGVsbG8", .loopback, "127.0.0.1:1455"),
        ] as [(String, RedirectURI.Kind, String)]
    )
    func `real callbacks are accepted`(text: String, kind: RedirectURI.Kind, host: String) throws {
        let uri = try RedirectURI(parsing: text)
        #expect(uri.text == text)
        #expect(uri.kind == kind)
        #expect(uri.displayHost == host)
    }

    @Test(
        arguments: [
            ("", .noScheme), ("callback", .noScheme), (":/x", .noScheme), ("//host/x", .noScheme),
            ("HTTPS://client.example.org/", .noScheme), ("1a.b:/x", .noScheme),
            ("x:/y", .noScheme),
            ("https:client.example.org", .badHost), ("https:///callback", .badHost),
            ("https://", .badHost), ("https://:443/", .badHost),
            ("https://client.example.org:/", .badHost),
            ("https://client.example.org:0/", .badHost),
            ("https://client.example.org:65536/", .badHost),
            ("https://client.example.org:+1/", .badHost),
            ("https://client..example.org/", .badHost), ("https://client.example.org./", .badHost),
            ("https://-client.example.org/", .badHost), ("https://cli_ent.example.org/", .badHost),
            ("https://%63lient.example.org/", .badHost), ("https://2130706433/", .badHost),
            ("https://0x7f.0.0.1/", .badHost), ("https://127.1/", .badHost),
            ("https://127.0.0.01/", .badHost), ("https://256.0.0.1/", .badHost),
            ("https://[::1/", .badHost), ("https://[::g]/", .badHost),
            ("https://[1:2:3:4:5:6:7:8:9]/", .badHost), ("https://[1::2::3]/", .badHost),
            ("https://user@client.example.org/", .userInformation),
            ("http://localhost@evil.example/", .userInformation),
            ("https://a:b@client.example.org/", .userInformation),
            ("https://client.example.org/#f", .fragment),
            ("https://client.example.org#", .fragment),
            ("https://client.example.org/a/../b", .dotSegment),
            ("https://client.example.org/.", .dotSegment),
            ("https://client.example.org/%2e%2E/b", .dotSegment),
            ("https://client.example.org/.%2e", .dotSegment),
            ("https://client.example.org/a\\b", .badCharacter),
            ("https://client.example.org\\@evil.example/", .badCharacter),
            ("https://client.example.org/ b", .badCharacter),
            ("https://client.example.org/\u{0}", .badCharacter),
            ("https://client.example.org/\r\nSet-Cookie:x", .badCharacter),
            ("https://client.example.org/é", .badCharacter),
            ("https://clıent.example.org/", .badCharacter),
            ("https://client.example.org/<script>", .badCharacter),
            ("https://client.example.org/%", .badPercentEncoding),
            ("https://client.example.org/%2", .badPercentEncoding),
            ("https://client.example.org/%zz", .badPercentEncoding),
        ] as [(String, RedirectURIProblem)]
    )
    func `S-05 S-01 malformed ones are refused`(text: String, problem: RedirectURIProblem) {
        #expect(throws: problem) { try RedirectURI(parsing: text) }
    }

    @Test(arguments: [
        "http://client.example.org/cb", "http://localhost.evil.example/cb",
        "http://127.0.0.1.evil.example/", "http://10.0.0.1/", "http://[::2]/", "http://127.0.0.2/",
        "http://0.0.0.0/",
    ])
    func `S-03 plain http leads to this computer only`(text: String) {
        #expect(throws: RedirectURIProblem.plainHTTP) { try RedirectURI(parsing: text) }
    }

    @Test(arguments: [
        "javascript:alert(1)", "javascript://host/%0aalert(1)", "data:text/html,x", "JavaScript:x",
        "vbscript:x", "file:///etc/passwd", "blob:https://client.example.org/1", "about:blank",
        "filesystem:https://x/", "view-source:https://x/", "ws://host/", "ms-msdt://host/x",
        "mailto://host/x", "intent://host/x", "chrome://settings", "Data:text/html,x",
        "web+app://host/x", "ext+app://host/x", "itms-services://host/x", "x-apple-x://host/x",
        "com.apple.preferences:/x", "market://details/x", "xmpp://host/x", "tel://1",
        "ms-settings://host/x", "search-ms://host/x", "shell://host/x", "jar:https://x/!/",
    ])
    func `S-04 dangerous schemes are refused in any case`(text: String) {
        #expect(throws: RedirectURIProblem.dangerousScheme) { try RedirectURI(parsing: text) }
    }

    @Test(arguments: ["cursor:/callback", "myapp:callback", "app:"])
    func `S-04 a plain word needs a host after it`(text: String) {
        #expect(throws: RedirectURIProblem.shapelessScheme) { try RedirectURI(parsing: text) }
    }

    @Test func `the longest one has 2048 bytes`() throws {
        let start = "https://client.example.org/"
        let room = String(repeating: "a", count: 2_048 - start.utf8.count)
        _ = try RedirectURI(parsing: start + room)
        #expect(throws: RedirectURIProblem.tooLong) { try RedirectURI(parsing: start + room + "a") }
    }

    /// Forty changed spellings of one registered URI; none may be used in its place.
    static let mutations = [
        "https://client.example.org/callback", "https://client.example.org/callback?",
        "https://client.example.org/callback?a=2", "https://client.example.org/callback?a=1&b=2",
        "https://client.example.org/callback?b=2&a=1", "https://client.example.org/callback?A=1",
        "https://client.example.org/callback?a=%31", "https://client.example.org/callback/?a=1",
        "https://client.example.org/Callback?a=1", "https://client.example.org/callbac?a=1",
        "https://client.example.org/callback2?a=1", "https://client.example.org//callback?a=1",
        "https://client.example.org/callback//?a=1", "https://client.example.org/x/callback?a=1",
        "https://client.example.org/callback/x?a=1", "https://client.example.org/%63allback?a=1",
        "https://client.example.org/callback%2F?a=1", "https://client.example.org%2Fcallback?a=1",
        "https://client.example.org/./callback?a=1", "https://client.example.org/x/../callback?a=1",
        "https://client.example.org/%2e/callback?a=1", "https://client.example.org/callback?a=1#",
        "https://client.example.org/callback?a=1#f", "https://Client.example.org/callback?a=1",
        "https://CLIENT.EXAMPLE.ORG/callback?a=1", "HTTPS://client.example.org/callback?a=1",
        "http://client.example.org/callback?a=1", "https://client.example.org:443/callback?a=1",
        "https://client.example.org:8443/callback?a=1", "https://client.example.org./callback?a=1",
        "https://www.client.example.org/callback?a=1", "https://example.org/callback?a=1",
        "https://client.example.org.evil.example/callback?a=1",
        "https://client.example.org@evil.example/callback?a=1",
        "https://evil.example/callback?a=1", "https://evil.example\\@client.example.org/callback",
        "https://client.example.org\\callback?a=1", "https://client.example.org/callback?a=1\u{0}",
        "https://client.example.org/callback?a=1 ", " https://client.example.org/callback?a=1",
        "https://clıent.example.org/callback?a=1", "https://client.example.org/callback?a=1\r\n",
        "//client.example.org/callback?a=1", "/callback?a=1",
    ]

    @Test(arguments: mutations)
    func `S-01 no mutation of a registered URI is allowed`(text: String) throws {
        let registered = try RedirectURI(parsing: Fixture.redirect)
        guard let requested = try? RedirectURI(parsing: text) else { return }
        #expect(!registered.allows(requested))
    }

    @Test(
        arguments: [
            ("http://localhost/callback", "http://localhost:3118/callback", true),
            ("http://localhost:1/callback", "http://localhost:65535/callback", true),
            ("http://localhost:1/callback", "http://localhost/callback", true),
            ("http://127.0.0.1/callback", "http://127.0.0.1:5/callback", true),
            ("http://[::1]/callback", "http://[::1]:5/callback", true),
            ("http://localhost/callback?a=1", "http://localhost:5/callback?a=1", true),
            ("http://localhost/callback", "http://127.0.0.1/callback", false),
            ("http://127.0.0.1/callback", "http://localhost/callback", false),
            ("http://127.0.0.1/callback", "http://[::1]/callback", false),
            ("http://localhost/callback", "http://localhost:5/callback/", false),
            ("http://localhost/callback", "http://localhost:5/Callback", false),
            ("http://localhost/callback", "http://localhost:5/callback?x=1", false),
            ("http://localhost/callback", "http://LOCALHOST:5/callback", false),
            ("http://localhost", "http://localhost:5/", false),
            ("http://127.0.0.1:33418", "http://127.0.0.1:50000", true),
            ("https://localhost/callback", "https://localhost:5/callback", false),
            ("http://localhost/callback", "https://localhost/callback", false),
        ] as [(String, String, Bool)]
    )
    func `only the port of a loopback URI may differ`(
        registered: String,
        requested: String,
        isAllowed: Bool
    ) throws {
        let registered = try RedirectURI(parsing: registered)
        let requested = try RedirectURI(parsing: requested)
        #expect(registered.allows(requested) == isAllowed)
    }

    @Test(
        arguments: [
            ("https://Client.example.org:8443/cb", "https://client.example.org:8443"),
            ("http://localhost:5/cb", "http://localhost:5"),
            ("cursor://anysphere.cursor-mcp/oauth/callback", "cursor:"),
        ]
    )
    func `the policy source names where the redirect goes`(text: String, source: String) throws {
        #expect(try RedirectURI(parsing: text).formActionSource == source)
    }
}
