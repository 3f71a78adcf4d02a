import HTTP
import JSON
import Primitives
import TestSupport
import Testing

extension Replay {
    /// Puts the client's document, and its keys, where it publishes them.
    mutating func publish(_ publication: RecordedClient.Publication) {
        fixture.published.publish(publication.document, at: publication.address)
        if let keys = publication.keys {
            var key: JSONObject = ["kid": "recorded", "use": "sig", "alg": "RS256"]
            for member in TestSigner.rsa.publicMembers {
                key.append(member.name, .string(member.value))
            }
            fixture.published.publish(["keys": [.object(key)]], at: keys)
        }
        values["client_id"] = publication.address
        values["secret"] = ""
    }

    /// The parameters of a fresh assertion (RFC 7523 §2.2).
    func assertion(for audience: String) throws -> [RecordedClient.Parameter] {
        let client = try filled("{client_id}")
        let now = SystemWallClock().now().secondsSinceEpoch
        let header: JSONValue = ["alg": "RS256", "typ": "JWT", "kid": "recorded"]
        let claims: JSONValue = [
            "iss": .string(client), "sub": .string(client), "aud": .string(try filled(audience)),
            "iat": .integer(now), "exp": .integer(now + 120),
            "jti": .string(UInt64.random(in: .min ... .max).description),
        ]
        let message = [header, claims].map { Base64URL.encode($0.serialized()) }
            .joined(separator: ".")
        let signature = Base64URL.encode(TestSigner.rsa.sign(Array(message.utf8)))
        return [
            (
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            ),
            ("client_assertion", "\(message).\(signature)"),
        ]
    }
}
