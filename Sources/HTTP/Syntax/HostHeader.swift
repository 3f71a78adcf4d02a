private import Primitives

/// A host with an optional port, as `Host` and the authority of a URL carry them (RFC 9110 §7.2).
///
/// Stricter than the grammar: a name has letters, digits, `-`, `.` and `_` only, so no percent
/// escape, no user information and no sub-delimiter can make two readers see two hosts.
public struct HostHeader: Sendable, Hashable, CustomStringConvertible {
    /// The name or address literal in lower case, without brackets.
    public let host: String
    /// The port, from 1; `nil` when none is given.
    public let port: UInt16?
    /// Whether ``host`` is an IPv6 address.
    public let isIPv6: Bool

    /// Parses the bytes of a `Host` field or of a URL's authority, or returns `nil`.
    public init?(_ bytes: [UInt8]) {
        guard let form = HostForm(bytes.span, 0..<bytes.count) else { return nil }
        host = String(decoding: bytes[form.host].map(Grammar.lowercased), as: UTF8.self)
        port = form.port
        isIPv6 = form.isIPv6
    }

    /// The canonical form: lower case, brackets around an IPv6 address, port only when given.
    public var description: String {
        let bracketed = isIPv6 ? "[\(host)]" : host
        return port.map { "\(bracketed):\($0)" } ?? bracketed
    }
}

/// The parts of a host and port, found without copying them.
struct HostForm {
    let host: Range<Int>
    let port: UInt16?
    let isIPv6: Bool

    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var offset = range.lowerBound
        guard offset < range.upperBound else { return nil }
        isIPv6 = bytes[offset] == 0x5b
        if isIPv6 {
            offset += 1
            let start = offset
            while offset < range.upperBound, bytes[offset] != 0x5d { offset += 1 }
            guard offset < range.upperBound else { return nil }
            host = start..<offset
            guard HostForm.isIPv6Address(bytes, host) else { return nil }
            offset += 1
        } else {
            while offset < range.upperBound, HostForm.isNameByte(bytes[offset]) { offset += 1 }
            host = range.lowerBound..<offset
            guard !host.isEmpty, host.count <= 255 else { return nil }
        }
        guard let port = HostForm.port(bytes, offset..<range.upperBound) else { return nil }
        self.port = port == 0 ? nil : port
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2e || byte == 0x2d || byte == 0x5f
    }

    /// Reads `:port`; 0 stands for an absent or empty port, `nil` for a wrong one.
    private static func port(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16? {
        guard !range.isEmpty else { return 0 }
        guard bytes[range.lowerBound] == 0x3a, range.count <= 6 else { return nil }
        var value = 0
        for offset in range.dropFirst() {
            guard ASCII.isDigit(bytes[offset]) else { return nil }
            value = value * 10 + Int(bytes[offset] - 0x30)
        }
        guard range.count == 1 || value > 0 else { return nil }
        return UInt16(exactly: value)
    }

    /// Whether the range is an IPv6 address (RFC 3986 §3.2.2), zone identifiers excluded.
    private static func isIPv6Address(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var groups = 0
        var hasGap = false
        var offset = range.lowerBound
        if range.count >= 2, bytes[offset] == 0x3a {
            guard bytes[offset + 1] == 0x3a else { return false }
            hasGap = true
            offset += 2
        }
        while offset < range.upperBound {
            let start = offset
            while offset < range.upperBound, ASCII.hexValue(bytes[offset]) != nil { offset += 1 }
            if offset < range.upperBound, bytes[offset] == 0x2e {
                groups += 2
                guard isIPv4Address(bytes, start..<range.upperBound) else { return false }
                return hasGap ? groups < 8 : groups == 8
            }
            guard (1...4).contains(offset - start) else { return false }
            groups += 1
            guard offset < range.upperBound else { break }
            guard bytes[offset] == 0x3a, offset + 1 < range.upperBound else { return false }
            offset += 1
            if bytes[offset] == 0x3a {
                guard !hasGap else { return false }
                hasGap = true
                offset += 1
            }
        }
        return hasGap ? groups < 8 : groups == 8
    }

    private static func isIPv4Address(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var octets = 0
        var offset = range.lowerBound
        while offset < range.upperBound {
            let start = offset
            var value = 0
            while offset < range.upperBound, ASCII.isDigit(bytes[offset]), offset - start < 3 {
                value = value * 10 + Int(bytes[offset] - 0x30)
                offset += 1
            }
            let digits = offset - start
            guard digits > 0, value < 256, digits == 1 || bytes[start] != 0x30 else { return false }
            octets += 1
            guard offset < range.upperBound else { break }
            guard bytes[offset] == 0x2e, offset + 1 < range.upperBound else { return false }
            offset += 1
        }
        return octets == 4
    }
}
