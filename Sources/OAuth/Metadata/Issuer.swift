private import Primitives

/// The issuer identifier: the one public origin of this server (RFC 8414 §2).
///
/// Clients compare it character for character in the metadata, in the protected resource's document
/// and in every redirect, so there is one text and it has no trailing slash. It is configured,
/// never taken from a request.
public struct Issuer: Sendable, Equatable {
    /// The identifier, such as `https://auth.example.com`.
    public let text: String

    /// Whether people reach this server over TLS.
    public let isSecure: Bool

    /// Parses a configured issuer, or returns `nil`.
    ///
    /// It is an origin in lower case: `https`, or `http` for a loopback host, without path, query,
    /// fragment, user information or trailing slash.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        for scheme in ["https://", "http://"] where bytes.starts(with: scheme.utf8) {
            guard let authority = URIAuthority(parsing: bytes.dropFirst(scheme.utf8.count)),
                text.isIdentical(to: ASCII.lowercased(text)),
                scheme == "https://" || authority.isLoopback
            else { return nil }
            self.text = text
            isSecure = scheme == "https://"
            return
        }
        return nil
    }

    /// The address of `path`, which begins with a slash, on this server.
    public func address(of path: String) -> String {
        text + path
    }
}
