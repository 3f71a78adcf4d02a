import Cryptography
import JSON
import Primitives
import TestSupport
import Testing

@testable import OAuth

@Suite("The rules of a metadata document (CIMD)")
struct ClientDocumentTests {
    static let address = "https://app.example/client.json"
    static let good: JSONObject = [
        "client_id": .string(address), "client_name": "App",
        "redirect_uris": ["https://app.example/callback"],
    ]

    /// The good document with `members` changed; `nil` leaves one out.
    static func document(_ members: [(String, JSONValue?)]) -> [UInt8] {
        var object = JSONObject()
        for member in good.members where !members.contains(where: { $0.0 == member.name }) {
            object.append(member.name, member.value)
        }
        for case (let name, let value?) in members { object.append(name, value) }
        return JSONValue.object(object).serialized()
    }

    static func read(
        _ body: [UInt8],
        at address: String = address
    ) throws(ClientDocumentProblem) -> ClientMetadata {
        let parsed: ClientDocumentAddress
        do { parsed = try ClientDocumentAddress(parsing: Array(address.utf8)) } catch {
            throw .keyAddress(error)
        }
        return try ClientDocument(parsing: body, from: parsed, allowsLoopback: false).metadata
    }

    static func problem(_ members: [(String, JSONValue?)]) -> ClientDocumentProblem? {
        problem(of: document(members))
    }

    static func problem(of body: [UInt8]) -> ClientDocumentProblem? {
        do {
            _ = try read(body)
            return nil
        } catch {
            return error
        }
    }

    static func key(_ signer: TestSigner, _ name: String? = "k1") -> JSONValue {
        var object = JSONObject()
        for member in signer.publicMembers { object.append(member.name, .string(member.value)) }
        if let name { object.append("kid", .string(name)) }
        return .object(object)
    }

    @Test func `a plain document is read, and what is unknown in it is ignored`() throws {
        let metadata = try Self.read(
            Self.document([
                ("grant_types", ["authorization_code", "urn:x", "client_credentials"]),
                ("response_types", ["code", "token"]), ("logo_uri", "https://x.example/l.png"),
                ("client_uri", "https://app.example"), ("application_type", "native"),
                ("x", [["y": 1]]), ("jwks_uri", .null),
            ])
        )
        #expect(metadata.displayName == "App" && metadata.homePage == "https://app.example")
        #expect(metadata.method == .none && metadata.proof.keys == nil)
        #expect(metadata.redirectURIs.map(\.text) == ["https://app.example/callback"])
        #expect(ClientMetadata(canonicalJSON: metadata.canonicalJSON) == metadata)
    }

    static let rows: [(String, [(String, JSONValue?)], ClientDocumentProblem)] = [
        ("no client_id", [("client_id", nil)], .otherClient),
        ("another client_id", [("client_id", "https://app.example/client.json/")], .otherClient),
        ("client_id in capitals", [("client_id", "https://App.example/client.json")], .otherClient),
        ("client_id no text", [("client_id", 1)], .otherClient),
        ("no name", [("client_name", nil)], .noName),
        ("an invisible name", [("client_name", "\u{200B}\u{202E} ")], .noName),
        ("a name that is no text", [("client_name", 3)], .noName),
        ("no redirect", [("redirect_uris", nil)], .redirectURIs(.noRedirectURI)),
        ("empty redirects", [("redirect_uris", [])], .redirectURIs(.noRedirectURI)),
        ("redirects no list", [("redirect_uris", "x")], .redirectURIs(.noRedirectURI)),
        (
            "S-03 plain http", [("redirect_uris", ["http://app.example/cb"])],
            .redirectURIs(.badRedirectURI(.plainHTTP))
        ),
        (
            "S-04 a scheme that runs code", [("redirect_uris", ["javascript:alert(1)"])],
            .redirectURIs(.badRedirectURI(.dangerousScheme))
        ),
        ("a secret", [("client_secret", "x")], .secret),
        ("a secret's end", [("client_secret_expires_at", 0)], .secret),
        ("a shared secret", [("token_endpoint_auth_method", "client_secret_basic")], .otherMethods),
        (
            "a shared secret preferred",
            [
                ("token_endpoint_auth_method", "client_secret_jwt"),
                ("token_endpoint_auth_methods_supported", ["none"]),
            ], .otherMethods
        ),
        (
            "only shared secrets to choose from",
            [("token_endpoint_auth_methods_supported", ["client_secret_post"])], .otherMethods
        ),
        ("an unknown method", [("token_endpoint_auth_method", "tls_client_auth")], .otherMethods),
        ("a method that is no text", [("token_endpoint_auth_method", true)], .otherMethods),
        ("keys nowhere", [("token_endpoint_auth_method", "private_key_jwt")], .keySource),
        (
            "keys twice",
            [
                ("token_endpoint_auth_method", "private_key_jwt"),
                ("jwks_uri", "https://app.example/jwks.json"), ("jwks", ["keys": []]),
            ], .keySource
        ),
        (
            "keys at an inner address",
            [
                ("token_endpoint_auth_method", "private_key_jwt"),
                ("jwks_uri", "https://169.254.169.254/jwks"),
            ], .keyAddress(.addressLiteral)
        ),
        (
            "keys over http",
            [
                ("token_endpoint_auth_method", "private_key_jwt"),
                ("jwks_uri", "http://app.example/jwks"),
            ], .keyAddress(.notHTTPS)
        ),
        (
            "an algorithm with a shared key",
            [
                ("token_endpoint_auth_method", "private_key_jwt"),
                ("jwks_uri", "https://app.example/jwks.json"),
                ("token_endpoint_auth_signing_alg", "HS256"),
            ], .otherAlgorithm
        ),
        (
            "a symmetric key",
            [
                ("token_endpoint_auth_method", "private_key_jwt"),
                ("jwks", ["keys": [["kty": "oct", "k": "AAAA"]]]),
            ], .keys(.secretKey)
        ),
        (
            "a private key, though none is needed",
            [("jwks", ["keys": [["kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA"]]])],
            .keys(.secretKey)
        ),
        (
            "no key that verifies",
            [
                ("token_endpoint_auth_method", "private_key_jwt"),
                ("jwks", ["keys": [["kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"]]]),
            ], .keys(.noUsableKey)
        ),
    ]

    @Test(arguments: 0..<rows.count)
    func `a document that breaks a rule is refused with the rule`(index: Int) {
        let (name, members, expected) = Self.rows[index]
        #expect(Self.problem(members) == expected, "\(name)")
        #expect(!expected.text.isEmpty)
    }

    @Test func `size, depth and JSON are strict`() {
        let filler = String(repeating: "x", count: 5_120)
        #expect(Self.problem([("x", .string(filler))]) == .tooLarge)
        let fitting = 5_120 - Self.document([("x", "")]).count
        let exact = [("x", JSONValue.string(String(repeating: "x", count: fitting)))]
        #expect(Self.problem(exact.map { ($0.0, $0.1) }) == nil)
        let seven: JSONValue = [[[[[[["deep"]]]]]]]
        #expect(Self.problem([("x", seven)]) == nil)
        #expect(Self.problem([("x", [seven])]) == .notAnObject)
        let text = String(decoding: Self.document([]), as: UTF8.self)
        #expect(Self.problem(of: Array(("\u{FEFF}" + text).utf8)) == .notAnObject)
        #expect(Self.problem(of: Array((text + "x").utf8)) == .notAnObject)
        let twice = text.dropLast() + #","client_name":"Other"}"#
        #expect(Self.problem(of: Array(twice.utf8)) == .notAnObject)
        #expect(Self.problem(of: Array("[]".utf8)) == .notAnObject)
        #expect(Self.problem(of: Array("<html>".utf8)) == .notAnObject)
        #expect(Self.problem(of: []) == .notAnObject)
    }

    @Test func `redirects that cannot be accepted are left out as long as one remains`() throws {
        let body = Self.document([
            ("redirect_uris", ["http://a.example/x", "http://localhost:99/cb", "data:x"])
        ])
        #expect(try Self.read(body).redirectURIs.map(\.text) == ["http://localhost/cb"])
    }

    @Test func `keys are pinned with what matters of them`() throws {
        let metadata = try Self.read(
            Self.document([
                ("token_endpoint_auth_method", "private_key_jwt"),
                ("token_endpoint_auth_signing_alg", "ES256"),
                (
                    "jwks",
                    ["keys": [Self.key(.p256, "a"), Self.key(.ed25519, nil), ["kty": "X"]]]
                ),
            ])
        )
        guard case .inline(let set)? = metadata.proof.keys else { throw Unexpected() }
        #expect(set.keys.map(\.name) == ["a", nil])
        #expect(metadata.proof.algorithm == .es256 && !metadata.proof.isOptional)
        #expect(ClientMetadata(canonicalJSON: metadata.canonicalJSON) == metadata)
        #expect(metadata.canonicalJSON.count < 1_000)
    }
}
