package import HTTP

/// Which browser origins may call the MCP endpoint (MCP Streamable HTTP, "Security").
///
/// Programs send no `Origin`. Of pages, the issuer's own, those of this very machine (such as a
/// local inspector) and those that the operator names are let in.
package struct OriginPolicy: Sendable {
    private let allowed: Set<String>

    /// Allows the origins of `urls` beside loopback.
    package init(_ urls: [AbsoluteURL]) {
        allowed = Set(urls.map(\.origin))
    }

    /// What the request's `Origin` field amounts to.
    package enum Verdict: Equatable, Sendable {
        /// The request names no origin, as programs do.
        case absent
        /// The page may call and read.
        case allowed
        /// The page may not call.
        case refused
    }

    /// Judges the `Origin` field of `request` (RFC 6454 §7).
    package func verdict(_ request: HTTPRequest) -> Verdict {
        switch request.fields.only(.origin) {
        case .none: return .absent
        case .several: return .refused
        case .one(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self),
                let url = AbsoluteURL(text), url.path == "/", url.query == nil
            else { return .refused }
            return url.isLoopback || allowed.contains(url.origin) ? .allowed : .refused
        }
    }
}
