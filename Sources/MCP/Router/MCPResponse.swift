internal import JSON

/// The router's answer, to be sent as it is.
public struct MCPResponse: Sendable, Equatable {
    /// What the answer carries.
    public enum Body: Sendable, Equatable {
        /// Nothing.
        case empty
        /// One JSON text.
        case json([UInt8])
        /// One JSON text in parts, of which one is large and kept.
        case parts([[UInt8]])
        /// A whole event stream, from its first message to its end.
        case events([UInt8])
        /// An event stream that begins before its end is known.
        case stream(AnswerEvents)

        /// The bytes, whatever they are; none of a stream that goes on.
        public var bytes: [UInt8] {
            switch self {
            case .empty, .stream: []
            case .json(let bytes), .events(let bytes): bytes
            case .parts(let parts): Array(parts.joined())
            }
        }
    }

    /// A field of the answer's head.
    public struct Header: Sendable, Equatable {
        /// The field's name.
        public let name: String
        /// The field's value.
        public let value: String
    }

    /// The HTTP status.
    public let status: Int
    /// All fields except those of the HTTP connection and `Content-Length`.
    public let headers: [Header]
    /// The content.
    public let body: Body

    init(status: Int, body: Body, headers: [Header] = []) {
        self.status = status
        self.body = body
        var all = headers
        switch body {
        case .empty: break
        case .json, .parts: all.append(Header(name: "Content-Type", value: "application/json"))
        case .events, .stream:
            all.append(Header(name: "Content-Type", value: "text/event-stream"))
            all.append(Header(name: "X-Accel-Buffering", value: "no"))
        }
        all.append(Header(name: "Cache-Control", value: "no-store"))
        self.headers = all
    }

    /// The first value of the field `name`, spelled as the router spells it.
    package func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

extension MCPResponse {
    /// The answer to a message that wants none.
    static let accepted = MCPResponse(status: 202, body: .empty)

    /// The answer to GET and DELETE: there are neither streams to open nor sessions to end.
    static let methodNotAllowed = MCPResponse(
        status: 405,
        body: .empty,
        headers: [Header(name: "Allow", value: "POST")]
    )

    /// The end of a request whose client has gone; nobody reads it.
    static let abandoned = MCPResponse(status: 503, body: .empty)

    /// A refusal by the rules of bearer tokens (RFC 6750 §3), with the same said in the body.
    static func challenge(
        status: Int,
        _ challenge: String,
        error: String,
        description: String,
        link: String? = nil
    ) -> MCPResponse {
        oauthError(
            status: status,
            error: error,
            description: description,
            link: link,
            headers: [Header(name: "WWW-Authenticate", value: challenge)]
        )
    }

    /// An error in the form of OAuth's own (RFC 6749 §5.2).
    static func oauthError(
        status: Int,
        error: String,
        description: String,
        link: String? = nil,
        headers: [Header] = []
    ) -> MCPResponse {
        var body: JSONObject = [
            "error": .string(error), "error_description": .string(description),
        ]
        // Where a person can put it right, for clients that show or follow it.
        body.append("upgrade_url", ifPresent: link.map(JSONValue.string))
        let bytes = JSONValue.object(body).serialized()
        return MCPResponse(status: status, body: .json(bytes), headers: headers)
    }
}

/// Frames messages as server-sent events.
enum EventStream {
    /// Returns a stream of `messages`, each one JSON text without line ends.
    ///
    /// There are no event ids, because nothing can be resumed, and older clients take an event
    /// without data for broken JSON.
    static func bytes(of messages: [[UInt8]]) -> [UInt8] {
        messages.reduce(into: []) { stream, message in
            stream.append(contentsOf: "event: message\ndata: ".utf8)
            stream.append(contentsOf: message)
            stream.append(contentsOf: "\n\n".utf8)
        }
    }
}
