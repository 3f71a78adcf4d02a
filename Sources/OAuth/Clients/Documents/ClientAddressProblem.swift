/// Which rule the address of a client's metadata document breaks.
public enum ClientAddressProblem: Error, Sendable, Equatable, CaseIterable {
    /// It has more than ``ClientDocumentAddress/maximumBytes`` bytes.
    case tooLong
    /// It has a byte that no URI may have, or a `%` without two hexadecimal digits.
    case badCharacter
    /// It has a fragment, be it an empty one.
    case fragment
    /// It is not `https`.
    case notHTTPS
    /// It has a user name or password before the host.
    case userInformation
    /// The host is missing or not a plain DNS name with a dot.
    case badHost
    /// The host is an IP address.
    case addressLiteral
    /// The host is a name that never leads to the public network.
    case reservedHost
    /// It names a port.
    case otherPort
    /// Scheme or host have capitals, so that two spellings would name one client.
    case notNormal
    /// It has no path, or only `/`.
    case noPath
    /// It has a `.` or `..` segment, plain or encoded.
    case dotSegment
    /// It has an empty segment in its path, or an empty query.
    case emptyComponent

    /// What is wrong, in ASCII, for the page and the log.
    public var text: String {
        switch self {
        case .tooLong: "It is longer than 2048 bytes."
        case .badCharacter: "It has a character that must be percent-encoded."
        case .fragment: "It has a fragment."
        case .notHTTPS: "It is not https."
        case .userInformation: "It has a user name or password before the host."
        case .badHost: "It has no host name in plain form."
        case .addressLiteral: "Its host is an IP address instead of a name."
        case .reservedHost: "Its host is a name that is not on the public network."
        case .otherPort: "It names a port."
        case .notNormal: "Its scheme or host has capital letters."
        case .noPath: "It has no path."
        case .dotSegment: "It has a path segment of dots."
        case .emptyComponent: "It has an empty path segment or an empty query."
        }
    }
}
