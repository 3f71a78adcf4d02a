import HTTP
import Testing

/// A malformed request of a table, and the exact answer to it.
///
/// Texts may hold placeholders in braces: `{client}` and `{secret}` of the client that holds a live
/// code and a live refresh token, `{other}` another client, `{code}`, `{refresh}`, `{access}`,
/// `{verifier}` and `{redirect}`.
struct BadRequest: Sendable, CustomTestStringConvertible {
    let what: String
    var method = HTTPMethod.post
    let target: String
    /// The body as it goes out.
    var body: String
    var mediaType: String? = "application/x-www-form-urlencoded"
    /// The `Authorization` field, if there is one; `Basic a:b` is encoded on the way.
    var authorization: String?
    let status: Int
    let code: String

    init(
        _ what: String,
        _ target: String,
        _ body: String,
        _ status: Int,
        _ code: String,
        method: HTTPMethod = .post,
        type: String? = "application/x-www-form-urlencoded"
    ) {
        self.what = what
        self.target = target
        self.body = body
        self.status = status
        self.code = code
        self.method = method
        mediaType = type
    }

    /// The same request with an `Authorization` field.
    func proving(_ authorization: String?) -> BadRequest {
        var copy = self
        copy.authorization = authorization
        return copy
    }

    var testDescription: String { "\(target): \(what)" }

    /// The request, with its placeholders filled.
    func request(_ values: [String: String]) throws -> HTTPRequest {
        func filled(_ text: String) -> String {
            values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
        }
        var fields = HTTPFields()
        if let mediaType { fields.append(.contentType, HTTPFieldValue(proven: mediaType)) }
        if let text = authorization.map(filled) {
            let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
            let isPair = parts[0] == "Basic" && parts[1].contains(":")
            let pair = parts[1].split(
                separator: ":",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            let value = isPair ? Wire.basic(String(pair[0]), String(pair[1])) : text
            fields.append(.authorization, HTTPFieldValue(proven: value))
        }
        return Wire.request(method, target, fields, body: Array(filled(body).utf8))
    }
}
