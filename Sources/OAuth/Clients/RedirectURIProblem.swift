/// Which rule a redirect URI breaks.
public enum RedirectURIProblem: Error, Sendable, Equatable, CaseIterable {
    /// It has more than ``RedirectURI/maximumBytes`` bytes.
    case tooLong
    /// It has a byte that no URI may have: a control, a space, a backslash, a quote, non-ASCII.
    case badCharacter
    /// A `%` is not followed by two hexadecimal digits.
    case badPercentEncoding
    /// It has a fragment.
    case fragment
    /// It does not begin with a scheme in lower case.
    case noScheme
    /// It has a user name or password before the host.
    case userInformation
    /// The host or port is missing or not in plain form.
    case badHost
    /// It has a `.` or `..` segment, plain or encoded.
    case dotSegment
    /// It is `http` to another computer.
    case plainHTTP
    /// The scheme runs code or reads files in a browser, or belongs to another protocol.
    case dangerousScheme
    /// The scheme has neither a dot in its name nor a host after it.
    case shapelessScheme

    /// What is wrong and what to do, in ASCII.
    public var text: String {
        switch self {
        case .tooLong: "The redirect URI is longer than 2048 bytes."
        case .badCharacter: "The redirect URI has a character that must be percent-encoded."
        case .badPercentEncoding: "The redirect URI has a percent sign without two hex digits."
        case .fragment: "The redirect URI has a fragment; remove the part from the number sign on."
        case .noScheme: "The redirect URI does not begin with a scheme in lower case."
        case .userInformation: "The redirect URI has a user name or password before the host."
        case .badHost: "The redirect URI has no host and port in plain form."
        case .dotSegment: "The redirect URI has a path segment of dots; write the path out."
        case .plainHTTP:
            "The redirect URI is plain http; use https, or http on localhost, 127.0.0.1 or [::1]."
        case .dangerousScheme: "The redirect URI has a scheme that is never allowed."
        case .shapelessScheme:
            "The redirect URI has a private scheme without a dot in its name or a host after it."
        }
    }
}
