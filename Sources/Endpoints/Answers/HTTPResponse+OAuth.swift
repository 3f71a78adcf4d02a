package import HTTP
package import OAuth

extension HTTPResponse {
    /// The answer of a machine endpoint to a request it refuses (RFC 6749 §5.2).
    package static func refusal(_ error: OAuthError) -> HTTPResponse {
        let status = HTTPStatus(code: error.status) ?? .badRequest
        var response = json(status, error.json)
        if error.challengesBasic {
            response.fields.append(.wwwAuthenticate, #"Basic realm="wayleave", charset="UTF-8""#)
        }
        if let seconds = error.retryAfterSeconds {
            response.fields.append(.retryAfter, HTTPFieldValue(seconds))
        }
        return response
    }
}
