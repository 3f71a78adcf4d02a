/// Why no request is made for a URL.
///
/// No case repeats anything of the URL, whose path and query may be secret.
public enum OutboundURLProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// It has more bytes than 2,048.
    case tooLong
    /// It breaks the syntax, or has user information, a fragment, a dot segment, a broken escape,
    /// or a byte that must be escaped.
    case malformed
    /// Another spelling of it is the normal one: lower-case scheme and host, no default port, a
    /// path.
    case notNormal
    /// It is not `https`.
    case notEncrypted
    /// Its host is an address and not a name.
    case addressLiteral
    /// Its host is no DNS name with at least two labels.
    case hostMalformed
    /// Its host is a name that no public server has.
    case hostNotPublic
    /// Its host is this server itself.
    case ownHost
    /// Its port is not one of those allowed.
    case portRefused

    /// A phrase that completes "the URL is refused: ".
    public var description: String {
        switch self {
        case .tooLong: "it is longer than 2048 bytes"
        case .malformed: "it is malformed"
        case .notNormal: "it is not in normal form"
        case .notEncrypted: "it is not https"
        case .addressLiteral: "its host is an address"
        case .hostMalformed: "its host is no DNS name"
        case .hostNotPublic: "its host is no public name"
        case .ownHost: "its host is this server itself"
        case .portRefused: "its port is not allowed"
        }
    }
}
