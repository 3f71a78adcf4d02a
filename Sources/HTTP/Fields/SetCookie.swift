/// A cookie that a response sets (RFC 6265 §4.1).
///
/// There is no `Domain` attribute on purpose: every cookie goes back only to the host that set it.
public struct SetCookie: Sendable {
    /// When the browser sends the cookie along with requests that other sites began.
    public enum SameSite: String, Sendable {
        /// Never.
        case strict = "Strict"
        /// With top-level navigation only.
        case lax = "Lax"
    }

    private let name: String
    private let value: String
    /// The path under which the cookie is sent; ASCII without `;`.
    private let path: String
    /// Seconds until the browser drops it; `nil` for the browser's session, 0 to delete it.
    public var maximumAgeInSeconds: Int?
    /// Whether it is sent over TLS only.
    public var isSecure: Bool
    /// Whether scripts cannot read it.
    public var isHTTPOnly = true
    /// When it travels with requests of other sites.
    public var sameSite = SameSite.lax

    /// Creates a cookie, or returns `nil` where a browser would refuse or misread it.
    ///
    /// That is a name that is no token, a value with bytes outside `cookie-octet`, a path that does
    /// not begin with `/` or holds `;` or control octets, a `__Host-` name without `isSecure` and
    /// the path `/`, and a `__Secure-` name without `isSecure`.
    public init?(name: String, value: String, path: String = "/", isSecure: Bool) {
        guard Grammar.isToken(Array(name.utf8)), value.utf8.allSatisfy(Cookies.isOctet),
            path.utf8.first == 0x2f,
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x3b })
        else { return nil }
        let lowercased = String(decoding: name.utf8.map(Grammar.lowercased), as: UTF8.self)
        if lowercased.hasPrefix("__host-"), !isSecure || path != "/" { return nil }
        if lowercased.hasPrefix("__secure-"), !isSecure { return nil }
        self.name = name
        self.value = value
        self.path = path
        self.isSecure = isSecure
    }

    /// The value of the `Set-Cookie` field.
    public var fieldValue: HTTPFieldValue {
        var text = "\(name)=\(value); Path=\(path)"
        if let maximumAgeInSeconds { text += "; Max-Age=\(max(0, maximumAgeInSeconds))" }
        if isSecure { text += "; Secure" }
        if isHTTPOnly { text += "; HttpOnly" }
        text += "; SameSite=\(sameSite.rawValue)"
        return HTTPFieldValue(checked: Array(text.utf8))
    }
}
