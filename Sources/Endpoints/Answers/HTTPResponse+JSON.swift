package import HTTP
package import JSON

extension HTTPResponse {
    /// A JSON answer that no cache may keep (RFC 6749 §5.1).
    package static func json(_ status: HTTPStatus, _ bytes: [UInt8]) -> HTTPResponse {
        HTTPResponse(status: status, fields: fieldsOfJSON, body: .bytes(bytes))
    }

    private static let fieldsOfJSON: HTTPFields = [
        .contentType: "application/json", .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff",
    ]

    /// A JSON answer that no cache may keep (RFC 6749 §5.1).
    package static func json(_ status: HTTPStatus, _ value: JSONValue) -> HTTPResponse {
        json(status, value.serialized())
    }

    /// The machine-readable answer to an address or method that does not exist.
    package static func jsonError(
        _ status: HTTPStatus,
        code: String,
        description: String
    ) -> HTTPResponse {
        json(
            status,
            ["error": .string(code), "error_description": .string(description)]
        )
    }
}
