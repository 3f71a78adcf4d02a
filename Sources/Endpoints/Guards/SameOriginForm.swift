package import HTTP

/// The check that a form post comes from our own page (RFC 9700 §4.7 beside the CSRF token).
///
/// `Sec-Fetch-Site` decides where the browser sends it; else `Origin` must be the issuer. A browser
/// that sends neither passes here and must still bring the CSRF token.
package struct SameOriginForm: Sendable {
    private let issuer: [UInt8]

    /// Creates the check for the origin `issuer`.
    package init(issuer: String) {
        self.issuer = Array(issuer.utf8)
    }

    /// Whether the request may have come from one of our pages.
    package func admits(_ request: HTTPRequest) -> Bool {
        switch request.fields.only(.secFetchSite) {
        case .one(let site) where site != Array("same-origin".utf8) && site != Array("none".utf8):
            return false
        case .several: return false
        default: break
        }
        switch request.fields.only(.origin) {
        case .none: return true
        case .one(let origin): return origin == issuer
        case .several: return false
        }
    }
}
