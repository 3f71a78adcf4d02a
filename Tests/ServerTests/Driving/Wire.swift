import Cryptography
import HTTP
import JSON
import Primitives
import Testing

/// Requests as drivers write them, and answers as they read them.
enum Wire {
    /// Why a driver cannot go on.
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    static let verifier = String(repeating: "v", count: 50)

    /// The `S256` challenge of a verifier (RFC 7636 §4.2).
    static func challenge(of verifier: String) -> String {
        Base64URL.encode(SHA256.digest(Array(verifier.utf8)))
    }

    /// A GET of `target`, which is a path with or without a query.
    static func get(_ target: String, _ fields: HTTPFields = [:]) -> HTTPRequest {
        request(.get, target, fields)
    }

    /// A request for `target`, which is a path with or without a query.
    static func request(
        _ method: HTTPMethod,
        _ target: String,
        _ fields: HTTPFields = [:],
        body: [UInt8] = []
    ) -> HTTPRequest {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return HTTPRequest(
            method: method,
            path: String(parts[0]),
            query: parts.count > 1 ? Array(parts[1].utf8) : nil,
            fields: fields,
            body: body
        )
    }

    /// A form post.
    static func form(
        _ path: String,
        _ pairs: [(String, String)],
        _ fields: HTTPFields = [:]
    ) -> HTTPRequest {
        var fields = fields
        fields.append(.contentType, "application/x-www-form-urlencoded")
        let body = FormEncoder.encode(pairs.map { (name: $0.0, value: $0.1) })
        return HTTPRequest(method: .post, path: path, fields: fields, body: body)
    }

    /// A JSON post.
    static func json(_ path: String, _ value: JSONValue, _ fields: HTTPFields = [:]) -> HTTPRequest
    {
        var fields = fields
        fields.append(.contentType, "application/json")
        return HTTPRequest(method: .post, path: path, fields: fields, body: value.serialized())
    }

    /// Credentials of the `Basic` scheme, in the standard alphabet with its padding.
    static func basic(_ identifier: String, _ secret: String) -> String {
        var digits = Base64URL.encodedBytes(Array("\(identifier):\(secret)".utf8)).map { byte in
            byte == 0x2d ? 0x2b : byte == 0x5f ? 0x2f : byte
        }
        while !digits.count.isMultiple(of: 4) { digits.append(0x3d) }
        return "Basic " + String(decoding: digits, as: UTF8.self)
    }

    /// The part of an address before its query.
    static func path(of target: String) -> String {
        String(target.prefix { $0 != "?" })
    }

    /// The path and query of an address on this server, or `nil` for one elsewhere.
    static func ownTarget(_ location: String) -> String? {
        if location.hasPrefix("/"), !location.hasPrefix("//") { return location }
        guard location.hasPrefix(JourneyFixture.issuer + "/") else { return nil }
        return String(location.dropFirst(JourneyFixture.issuer.count))
    }

    /// The one value of `name` in the query of `location`, or `nil`; twice is an error.
    static func query(_ name: String, of location: String) throws -> String? {
        let parts = location.split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch try FormDecoder.decode(Array(parts[1].utf8)).only(name) {
        case .none: return nil
        case .one(let value): return value
        case .several: throw Failure("\(name) stands twice in \(location)")
        }
    }
}

extension Answer {
    /// The body as JSON.
    func json() throws -> JSONValue {
        try #require(
            fields.text(.contentType) == "application/json",
            "\(status) \(fields.text(.contentType) ?? "-") \(body)"
        )
        return try JSONValue(parsing: Array(body.utf8))
    }

    /// The text member `name` of a JSON body.
    func text(_ name: String) throws -> String {
        try #require(try json()[name]?.stringValue, "no \(name) in \(body)")
    }
}
