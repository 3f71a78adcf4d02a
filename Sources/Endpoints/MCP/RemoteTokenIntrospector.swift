package import HTTP
package import HTTPClient
internal import JSON
package import MCP
package import Primitives

/// Introspection over the network (RFC 7662 §2.1), asked anew for every call.
///
/// Nothing is cached: the connection is kept and requests of one event-loop round travel together,
/// so that asking is cheap and what a person ends has ended for the very next call.
package struct RemoteTokenIntrospector: TokenIntrospector {
    private let client: OutboundClient
    private let endpoint: AbsoluteURL
    private let fields: HTTPFields

    /// Asks `endpoint` through `client` with the credential `identifier` and `secret`.
    package init(
        client: OutboundClient,
        endpoint: AbsoluteURL,
        identifier: String,
        secret: SecretText
    ) {
        self.client = client
        self.endpoint = endpoint
        // Both parts are form-encoded first (RFC 6749 §2.3.1), so a colon cannot move between them.
        let pair = "\(Self.encoded(identifier)):\(Self.encoded(secret.exposed))"
        fields = [
            .accept: "application/json",
            .authorization: HTTPFieldValue(proven: "Basic \(Self.base64(pair))"),
            .contentType: "application/x-www-form-urlencoded",
        ]
    }

    /// Returns what `token` allows at this moment.
    package func introspect(
        _ token: SecretText
    ) async throws(IntrospectionFailure) -> TokenIntrospection {
        let request = OutboundRequest(
            method: .post,
            url: endpoint,
            fields: fields,
            body: FormEncoder.encode([
                (name: "token", value: token.exposed),
                (name: "token_type_hint", value: "access_token"),
            ]),
            isRepeatable: true
        )
        let response: ClientResponse
        do {
            response = try await client.send(request)
        } catch {
            throw IntrospectionFailure(reason: Self.reason(error))
        }
        guard response.status == .ok else {
            throw IntrospectionFailure(reason: .refused(status: response.status.code))
        }
        guard let answer = try? JSONValue(parsing: response.body) else {
            throw IntrospectionFailure(reason: .malformedAnswer)
        }
        return try TokenIntrospection(answer: answer)
    }

    private static func reason(_ error: HTTPClientError) -> IntrospectionFailure.Reason {
        switch error {
        case .deadlineExceeded: .timedOut
        case .cancelled: .cancelled
        case .malformedResponse, .responseTooLarge: .malformedAnswer
        case .overloaded: .unavailable
        case .unreachable, .untrusted, .disconnected, .stopped, .foreignOrigin: .unreachable
        }
    }

    private static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        FormEncoder.append(name: "", value: text, to: &bytes)
        return String(decoding: bytes.drop { $0 == 0x3d }, as: UTF8.self)
    }

    /// The encoding with `+`, `/` and padding that the Basic scheme wants (RFC 7617 §2).
    private static func base64(_ text: String) -> String {
        var digits = Base64URL.encodedBytes(Array(text.utf8)).map { digit -> UInt8 in
            switch digit {
            case 0x2d: 0x2b
            case 0x5f: 0x2f
            default: digit
            }
        }
        while !digits.count.isMultiple(of: 4) { digits.append(0x3d) }
        return String(decoding: digits, as: UTF8.self)
    }
}
