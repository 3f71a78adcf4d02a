internal import JSON

/// A JSON-RPC error and the HTTP status it travels with.
///
/// Ordinary errors travel with 200: a client of both eras takes an unexpected 4xx as a sign of an
/// older server and starts over with `initialize`.
struct RPCError: Error, Equatable {
    let code: Int64
    let message: String
    let data: JSONValue?
    let status: Int

    private init(_ code: Int64, _ message: String, status: Int, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.status = status
        self.data = data
    }

    /// The body is not JSON.
    static func parseError(_ message: String) -> RPCError {
        RPCError(-32700, message, status: 400)
    }

    /// The message is not a JSON-RPC request, notification or response.
    static func invalidRequest(_ message: String) -> RPCError {
        RPCError(-32600, message, status: 400)
    }

    /// There is no such method at this revision.
    ///
    /// At a legacy revision 404 would mean that a session ended, so the answer is 200 there.
    static func methodNotFound(_ method: String, at revision: ProtocolRevision) -> RPCError {
        RPCError(
            -32601,
            "Method not found: \(method.shortened)",
            status: revision.isModern ? 404 : 200
        )
    }

    /// The parameters of a known method are malformed.
    static func invalidParams(_ message: String) -> RPCError {
        RPCError(-32602, message, status: 200)
    }

    /// A required member of `_meta` is missing.
    static func missingMetadata(_ name: String) -> RPCError {
        RPCError(-32602, "params._meta[\"\(name)\"] is required", status: 400)
    }

    /// Something failed that should not have.
    static let internalError = RPCError(
        -32603,
        "The server failed to answer; the operator's log names the reason",
        status: 200
    )

    /// A header is missing, malformed or says something else than the body.
    static func headerMismatch(_ message: String) -> RPCError {
        RPCError(-32020, message, status: 400)
    }

    /// The version that the request names is not served.
    static func unsupportedVersion(_ requested: String) -> RPCError {
        RPCError(
            -32022,
            "Protocol version not supported: \(requested.shortened)",
            status: 400,
            data: [
                "supported": .array(ProtocolRevision.namesNewestFirst.map(JSONValue.string)),
                "requested": .string(requested.shortened),
            ]
        )
    }
}

extension String {
    /// The text, cut where an error message would otherwise repeat pages of it.
    var shortened: String {
        unicodeScalars.count <= 80 ? self : String(unicodeScalars.prefix(80)) + "…"
    }
}
