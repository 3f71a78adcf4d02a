import Primitives
import Testing

@testable import OAuth

@Suite("The operator's policy for clients")
struct ClientPolicyTests {
    private static func rule(
        _ action: ClientRule.Action,
        _ match: String,
        _ pattern: String
    ) throws -> ClientRule {
        ClientRule(
            identifier: "rule_x",
            subject: try #require(ClientRule.Subject(match: match, pattern: pattern)),
            action: action,
            createdAt: Timestamp(secondsSinceEpoch: 0)
        )
    }

    private static func request(
        kind: ClientKind,
        _ identifier: String,
        _ redirect: String
    ) async throws -> AcceptedAuthorizationRequest {
        let server = try Fixture()
        let uri = try RedirectURI(parsing: redirect)
        let metadata = try #require(
            ClientMetadata(name: "Client", redirectURIs: [uri], method: .none)
        )
        server.store.change { state in
            state.clients[identifier] = ClientRecord(
                naming: ClientNaming(identifier: identifier, kind: kind, name: "Client"),
                metadata: metadata.canonicalJSON,
                secretHash: nil,
                lifetimes: nil,
                createdAt: Timestamp(secondsSinceEpoch: 0),
                disabledAt: nil
            )
        }
        let pairs = Fixture.authorizePairs(identifier).map { name, value in
            (name, name == "redirect_uri" ? redirect : value)
        }
        return try await server.accepted(pairs)
    }

    struct Row: Sendable {
        let rules: [(ClientRule.Action, String, String)]
        var kind = ClientKind.dynamic
        var fallback = ClientRule.Action.allow
        var identifier = "client-under-test"
        var redirect = "https://app.example.com/cb"
        let expected: ClientRule.Action
    }

    static let rows: [Row] = [
        Row(rules: [], expected: .allow),
        Row(rules: [], fallback: .hold, expected: .hold),
        Row(rules: [(.deny, "kind", "dynamic")], expected: .deny),
        Row(rules: [(.deny, "kind", "metadata_document")], expected: .allow),
        Row(rules: [(.allow, "kind", "dynamic")], fallback: .deny, expected: .allow),
        // The redirect host says more than the kind.
        Row(
            rules: [(.deny, "kind", "dynamic"), (.allow, "redirect-host", "app.example.com")],
            expected: .allow
        ),
        Row(rules: [(.deny, "redirect-host", "*.example.com")], expected: .deny),
        Row(rules: [(.deny, "redirect-host", "example.com")], expected: .allow),
        Row(rules: [(.deny, "redirect-host", "*.app.example.com")], expected: .allow),
        Row(rules: [(.deny, "redirect-host", "pp.example.com")], expected: .allow),
        Row(rules: [(.deny, "redirect-host", "*.xample.com")], expected: .allow),
        // An exact host outranks a pattern, a longer pattern a shorter one.
        Row(
            rules: [
                (.deny, "redirect-host", "*.example.com"),
                (.allow, "redirect-host", "app.example.com"),
            ],
            expected: .allow
        ),
        Row(
            rules: [
                (.hold, "redirect-host", "*.com"), (.allow, "redirect-host", "*.example.com"),
            ],
            expected: .allow
        ),
        Row(
            rules: [(.deny, "redirect-host", "app.example.com")],
            redirect: "https://app.example.com:8443/cb",
            expected: .deny
        ),
        Row(
            rules: [(.hold, "redirect-host", "loopback")],
            redirect: "http://127.0.0.1:7/cb",
            expected: .hold
        ),
        Row(
            rules: [(.hold, "redirect-host", "loopback")],
            redirect: "https://localhost/cb",
            expected: .allow
        ),
        Row(
            rules: [(.hold, "redirect-host", "cursor:")],
            redirect: "cursor://anysphere.cursor-mcp/cb",
            expected: .hold
        ),
        Row(
            rules: [(.hold, "redirect-host", "curs:")],
            redirect: "cursor://anysphere.cursor-mcp/cb",
            expected: .allow
        ),
        // Of a document's domain and a redirect host the stricter counts.
        Row(
            rules: [
                (.allow, "domain", "vendor.example"), (.deny, "redirect-host", "*.example.com"),
            ],
            kind: .metadataDocument,
            identifier: "https://vendor.example/client.json",
            expected: .deny
        ),
        Row(
            rules: [(.allow, "domain", "*.example"), (.deny, "kind", "metadata_document")],
            kind: .metadataDocument,
            identifier: "https://vendor.example/client.json",
            expected: .allow
        ),
        // A name that merely looks like a document's address has no domain.
        Row(
            rules: [(.deny, "domain", "vendor.example")],
            identifier: "https://vendor.example/client.json",
            expected: .allow
        ),
        // The rule about the very client counts most.
        Row(
            rules: [
                (.allow, "client", "client-under-test"),
                (.deny, "redirect-host", "app.example.com"), (.deny, "kind", "dynamic"),
            ],
            fallback: .deny,
            expected: .allow
        ),
        Row(rules: [(.deny, "client", "client-under-test2")], expected: .allow),
        // Whoever registered a client has decided, unless a rule is about just such clients.
        Row(rules: [], kind: .registered, fallback: .deny, expected: .allow),
        Row(
            rules: [(.deny, "redirect-host", "app.example.com")],
            kind: .registered,
            expected: .allow
        ),
        Row(rules: [(.deny, "kind", "registered")], kind: .registered, expected: .deny),
        Row(rules: [(.hold, "client", "client-under-test")], kind: .registered, expected: .hold),
    ]

    @Test(arguments: 0..<rows.count)
    func `the more a rule says, the more it counts`(index: Int) async throws {
        let row = Self.rows[index]
        let policy = ClientPolicy(
            rules: try row.rules.map { try Self.rule($0.0, $0.1, $0.2) },
            fallback: row.fallback
        )
        let subject = PolicySubject(
            identifier: row.identifier,
            kind: row.kind,
            redirectURI: try RedirectURI(parsing: row.redirect)
        )
        #expect(policy.action(for: subject) == row.expected)
        let reversed = ClientPolicy(rules: policy.rules.reversed(), fallback: row.fallback)
        #expect(reversed.action(for: subject) == row.expected, "the order does not count")
        // A client with a document comes another way, which has tests of its own.
        guard !ClientDocumentAddress.isClaimed(by: Array(row.identifier.utf8)) else { return }
        let request = try await Self.request(kind: row.kind, row.identifier, row.redirect)
        #expect(policy.action(for: request) == row.expected)
    }

    @Test(
        arguments: [
            ("domain", "Claude.AI", "claude.ai"), ("domain", "*.example.com", "*.example.com"),
            ("redirect-host", "LOOPBACK", "loopback"), ("redirect-host", "cursor:", "cursor:"),
            ("redirect-host", "com.example.app:", "com.example.app:"),
            ("kind", "dynamic", "dynamic"), ("client", "dyn_x", "dyn_x"),
        ]
    )
    func `what is read is written in one form`(match: String, text: String, form: String) throws {
        let subject = try #require(ClientRule.Subject(match: match, pattern: text))
        #expect(subject.words.match == match && subject.words.pattern == form)
        let again = ClientRule.Subject(match: match, pattern: form)
        #expect(again == subject)
    }

    @Test(
        arguments: [
            ("domain", ""), ("domain", "*"), ("domain", "*."), ("domain", "*.com*"),
            ("domain", "a.*.com"), ("domain", "https://claude.ai"), ("domain", "claude.ai/x"),
            ("domain", "claude.ai:443"), ("domain", "claude.ai."), ("domain", "clаude.ai"),
            ("redirect-host", "javascript:"),
            ("redirect-host", "https:"), ("redirect-host", "web+x:"), ("redirect-host", "x y"),
            ("kind", "Dynamic"), ("kind", ""), ("client", ""), ("client", "a b"),
            ("client", "é"), ("other", "x"),
        ]
    )
    func `what says nothing clear is refused`(match: String, pattern: String) {
        #expect(ClientRule.Subject(match: match, pattern: pattern) == nil)
    }

    @Test func `who waits is written down once, and for a bounded number`() async throws {
        let server = try Fixture()
        server.store.change { $0.admission.policy = ClientPolicy(rules: [], fallback: .hold) }
        let admission = server.authorization.admission
        for index in 0..<ClientAdmission.maximumWaiting {
            let client = try server.clientID(name: "Client \(index)")
            let request = try await server.accepted(Fixture.authorizePairs(client))
            for _ in 0..<2 {
                #expect(try await admission.standing(of: request, for: UserKey(1)) == .waiting)
            }
        }
        let count = server.store.look { $0.admission.waiting.count }
        #expect(count == ClientAdmission.maximumWaiting)
        let client = try server.clientID(name: "One more")
        let request = try await server.accepted(Fixture.authorizePairs(client))
        #expect(try await admission.standing(of: request, for: UserKey(1)) == .crowdedOut)
        #expect(try await admission.standing(of: request, for: UserKey(2)) == .waiting)
        let oldest = server.store.look { $0.admission.waiting.first?.client.identifier }
        let first = try #require(oldest)
        try await admission.withdraw(
            try await server.accepted(Fixture.authorizePairs(first)),
            for: UserKey(1)
        )
        #expect(try await admission.standing(of: request, for: UserKey(1)) == .waiting)
    }

    @Test func `a refusal is access_denied at the client`() async throws {
        let server = try Fixture()
        let client = try server.clientID()
        let request = try await server.accepted(Fixture.authorizePairs(client))
        let location = server.authorization.location(of: server.authorization.notAdmitted(request))
        #expect(Fixture.queryValue("error", in: location) == "access_denied")
        #expect(Fixture.queryValue("state", in: location) == "s")
        #expect(Fixture.queryValue("iss", in: location) != nil)
    }
}
