private import Primitives

/// An `http` or `https` URL that an operator gave or that `Origin` carries, in strict form.
///
/// Refused: user information, fragment, backslash, control and non-ASCII bytes, broken percent
/// escapes, dot segments (also as `%2e`), an empty host and port 0. There is one reading of what is
/// left, so the host that was checked is the host that is connected to.
public struct AbsoluteURL: Sendable, Hashable, CustomStringConvertible {
    /// Whether the scheme is `https`.
    public let isSecure: Bool
    /// The host in lower case, without brackets.
    public let host: String
    /// Whether ``host`` is an IPv6 address.
    public let isIPv6: Bool
    /// The port, the scheme's own (80 or 443) when none is given.
    public let port: UInt16
    /// The path, `/` when none is given, percent escapes intact.
    public let path: String
    /// The text after `?`, or `nil` without one.
    public let query: String?

    /// Parses `text`, or returns `nil`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let scheme = AbsoluteURL.scheme(bytes) else { return nil }
        let rest = bytes[scheme.length...]
        let authorityEnd = rest.firstIndex { $0 == 0x2f || $0 == 0x3f } ?? rest.endIndex
        guard let authority = HostHeader(Array(rest[..<authorityEnd])) else { return nil }
        let target = rest[authorityEnd...]
        let pathEnd = target.firstIndex(of: 0x3f) ?? target.endIndex
        let path = target[..<pathEnd]
        guard path.allSatisfy(Grammar.isPath), PercentCoding.isWellFormed(target),
            target[pathEnd...].allSatisfy({ Grammar.isQuery($0) && $0 != 0x5c }),
            !AbsoluteURL.hasDotSegment(path)
        else { return nil }
        isSecure = scheme.isSecure
        host = authority.host
        isIPv6 = authority.isIPv6
        port = authority.port ?? (scheme.isSecure ? 443 : 80)
        self.path = path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
        query =
            pathEnd < target.endIndex
            ? String(decoding: target[(pathEnd + 1)...], as: UTF8.self) : nil
    }

    /// Whether the port is the one that the scheme implies.
    public var hasDefaultPort: Bool {
        port == (isSecure ? 443 : 80)
    }

    /// The value of the `Host` field for this URL: the port only where it is not the scheme's own.
    public var authority: String {
        let bracketed = isIPv6 ? "[\(host)]" : host
        return hasDefaultPort ? bracketed : "\(bracketed):\(port)"
    }

    /// Scheme, host and port as `Origin` writes them (RFC 6454 §6.2).
    public var origin: String {
        "\(isSecure ? "https" : "http")://\(authority)"
    }

    /// Whether scheme, host and port are those of `other`.
    public func hasOrigin(of other: AbsoluteURL) -> Bool {
        isSecure == other.isSecure && port == other.port && host.isIdentical(to: other.host)
    }

    /// The target of a request line in origin form.
    public var target: String {
        query.map { "\(path)?\($0)" } ?? path
    }

    /// Whether host is an address of the loopback interface: `127.0.0.0/8`, `::1` or `localhost`.
    public var isLoopback: Bool {
        if isIPv6 { return host == "::1" }
        if host == "localhost" { return true }
        let octets = host.utf8.split(separator: 0x2e, omittingEmptySubsequences: false)
        return octets.count == 4 && host.hasPrefix("127.")
            && octets.allSatisfy { (1...3).contains($0.count) && UInt8(Substring($0)) != nil }
    }

    /// The URL in its normal form.
    public var description: String {
        "\(origin)\(target)"
    }

    private static func scheme(_ bytes: [UInt8]) -> (isSecure: Bool, length: Int)? {
        for (name, isSecure) in [("https://", true), ("http://", false)] {
            let wanted = Array(name.utf8)
            guard bytes.count > wanted.count else { continue }
            if Grammar.equalIgnoringCase(bytes.span, 0..<wanted.count, wanted) {
                return (isSecure, wanted.count)
            }
        }
        return nil
    }

    private static func hasDotSegment(_ path: ArraySlice<UInt8>) -> Bool {
        path.split(separator: 0x2f).contains { segment in
            guard let plain = PercentCoding.decode(segment) else { return true }
            return plain == [0x2e] || plain == [0x2e, 0x2e]
        }
    }
}
