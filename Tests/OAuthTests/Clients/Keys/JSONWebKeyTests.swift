import Cryptography
import JSON
import Primitives
import TestSupport
import Testing

@testable import OAuth

@Suite("Published keys (RFC 7517, RFC 7638, RFC 8037)")
struct JSONWebKeyTests {
    /// RFC 7517 appendix A.1.
    static let modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJ"
        + "ECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_F"
        + "DW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI"
        + "4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    static let rsa: JSONObject = [
        "kty": "RSA", "n": .string(modulus), "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
    ]
    static let p256: JSONObject = [
        "kty": "EC", "crv": "P-256", "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", "kid": "1",
    ]
    static let ed25519: JSONObject = [
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    ]

    private static func with(_ key: JSONObject, _ name: String, _ value: JSONValue) -> JSONObject {
        var object = JSONObject()
        for member in key.members where member.name != name {
            object.append(member.name, member.value)
        }
        object.append(name, value)
        return object
    }

    @Test func `the RFCs' own keys are read, and their thumbprints come out`() throws {
        let rsa = try #require(JSONWebKey(Self.rsa))
        #expect(rsa.name == "2011-04-29")
        #expect(rsa.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        let edwards = try #require(JSONWebKey(Self.ed25519))
        #expect(edwards.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        let p256 = try #require(JSONWebKey(Self.p256))
        let algorithms = [rsa, p256, edwards].map { $0.publicKey?.algorithm }
        #expect(algorithms == [.rs256, .es256, .edDSA])
        for key in [rsa, p256, edwards] {
            #expect(JSONWebKey(try #require(key.canonical.objectValue)) == key)
        }
    }

    @Test func `a key for another use, of another type or not a key is skipped`() {
        let rows: [JSONObject] = [
            Self.with(Self.p256, "use", "enc"), Self.with(Self.p256, "use", 1),
            Self.with(Self.p256, "key_ops", ["sign"]), Self.with(Self.p256, "key_ops", "verify"),
            Self.with(Self.p256, "alg", "ES384"), Self.with(Self.p256, "alg", "ECDH-ES"),
            Self.with(Self.p256, "crv", "P-384"), Self.with(Self.p256, "crv", .null),
            Self.with(Self.p256, "y", "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4"),
            Self.with(Self.p256, "x", "MKBC="), Self.with(Self.p256, "kty", "RSA"),
            Self.with(Self.rsa, "e", "AQ"), Self.with(Self.rsa, "n", "AQAB"),
            Self.with(Self.rsa, "alg", "RS512"), Self.with(Self.rsa, "alg", "PS256"),
            Self.with(Self.ed25519, "crv", "X25519"), Self.with(Self.ed25519, "crv", "Ed448"),
            Self.with(Self.ed25519, "x", "AA"), ["kty": "oct"], [:],
            Self.with(Self.p256, "kid", .string(String(repeating: "x", count: 257))),
        ]
        for object in rows { #expect(JSONWebKey(object) == nil, "\(object)") }
        #expect(JSONWebKey(Self.with(Self.p256, "use", "sig")) != nil)
        #expect(JSONWebKey(Self.with(Self.p256, "key_ops", ["verify"])) != nil)
        #expect(JSONWebKey(Self.with(Self.p256, "alg", "ES256")) != nil)
    }

    private func problem(_ value: JSONValue) -> JSONWebKeySet.Problem? {
        do {
            _ = try JSONWebKeySet(parsing: value.serialized())
            return nil
        } catch {
            return error
        }
    }

    @Test func `a set is read within bounds, and one that shows a secret is refused`() throws {
        let good = JSONValue.object(Self.p256)
        #expect(problem(["keys": [good]]) == nil)
        #expect(problem(["keys": .array(Array(repeating: good, count: 20))]) == nil)
        #expect(problem(["keys": .array(Array(repeating: good, count: 21))]) == .tooManyKeys)
        #expect(problem(["keys": [good, "x"]]) == .notAKeySet)
        #expect(problem(["keys": .object(Self.p256)]) == .notAKeySet)
        #expect(problem([good]) == .notAKeySet)
        #expect(problem(["keys": []]) == .noUsableKey)
        #expect(problem(["keys": [["kty": "EC"]]]) == .noUsableKey)
        for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            let shown = JSONValue.object(Self.with(Self.rsa, member, "AA"))
            #expect(problem(["keys": [good, shown]]) == .secretKey)
        }
        #expect(problem(["keys": [good, ["kty": "oct", "x": "AA"]]]) == .secretKey)
    }

    @Test func `a name leads to its own keys alone`() throws {
        let set = try JSONWebKeySet(["keys": [.object(Self.rsa), .object(Self.p256)]])
        #expect(set.candidates(named: "1").map(\.name) == ["1"])
        #expect(set.candidates(named: "2").isEmpty)
        #expect(set.candidates(named: nil).count == 2)
    }
}
