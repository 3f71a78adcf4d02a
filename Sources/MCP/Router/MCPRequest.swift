private import Primitives

/// A request to the MCP endpoint, with what the router needs of HTTP and nothing else.
///
/// `Origin` and `Host` have been checked before; a header that occurs more than once arrives here
/// as one value joined by commas, which then equals nothing.
public struct MCPRequest: Sendable {
    /// The methods that the router tells apart.
    public enum Method: Sendable, Equatable {
        /// The one method that carries messages.
        case post
        /// Any other one.
        case other
    }

    /// The HTTP method.
    public var method: Method
    /// The value of `Authorization`.
    public var authorization: String?
    /// Whether the query has an `access_token`; it is never used, but two tokens are refused.
    public var hasQueryToken = false
    /// The value of `MCP-Protocol-Version`.
    public var protocolVersionHeader: String?
    /// The value of `Mcp-Method`.
    public var mcpMethodHeader: String?
    /// The value of `Mcp-Name`.
    public var mcpNameHeader: String?
    /// The value of `Content-Type`.
    public var contentType: String?
    /// The value of `Accept`.
    public var accept: String?
    /// The content, within the limit of the HTTP server.
    public var body: [UInt8]
    /// The identifier of the request in the log.
    public var requestID: String

    /// Creates a request without any header.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - body: The content.
    ///   - requestID: The identifier of the request in the log.
    public init(method: Method, body: [UInt8], requestID: String) {
        self.method = method
        self.body = body
        self.requestID = requestID
    }

    /// Whether the content is declared as something other than JSON.
    var declaresOtherContent: Bool {
        guard let contentType, contentType != "application/json" else { return false }
        return MediaRange.list(contentType) != ["application/json"]
    }

    /// Whether the client takes an event stream, among others.
    var takesEvents: Bool {
        guard let accept else { return false }
        return accept == "application/json, text/event-stream"
            || MediaRange.list(accept).contains("text/event-stream")
    }

    /// Whether the client takes an event stream and nothing that a JSON answer would be.
    ///
    /// A client that says nothing, or something else altogether, gets JSON.
    var takesOnlyEvents: Bool {
        // What nearly every client sends is not worth taking apart.
        guard let accept, accept != "application/json, text/event-stream", accept != "*/*" else {
            return false
        }
        let ranges = MediaRange.list(accept)
        return ranges.contains("text/event-stream")
            && !ranges.contains { ["application/json", "application/*", "*/*"].contains($0) }
    }
}

/// The part of a media range before its parameters.
private enum MediaRange {
    static func list(_ field: String) -> [String] {
        field.utf8.split(separator: UInt8(ascii: ",")).map { element in
            let range = element.prefix { $0 != UInt8(ascii: ";") }
            let lowered = range.map(ASCII.lowercased(_:))
            return String(decoding: lowered, as: UTF8.self).trimmed
        }
    }
}
