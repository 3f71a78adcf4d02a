internal import Primitives

/// The host and port of a URI, in the one strict form that this server accepts (RFC 3986 §3.2).
///
/// User information, percent-encoded hosts, empty labels and the numeric spellings that browsers
/// turn into IPv4 addresses are refused, because another parser might read another host there.
struct URIAuthority: Sendable, Equatable {
    /// The host as written, IPv6 in brackets.
    let host: String
    /// The port, if one was written.
    let port: Int?

    /// Whether the host is `localhost`, `127.0.0.1` or `[::1]`.
    var isLoopback: Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains(ASCII.lowercased(host))
    }

    /// Parses `bytes`, or returns `nil`.
    init?(parsing bytes: ArraySlice<UInt8>) {
        let hostEnd: Int
        if bytes.first == UInt8(ascii: "[") {
            guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            guard Self.isIPv6(bytes[(bytes.startIndex + 1)..<bracket]) else { return nil }
            hostEnd = bracket + 1
        } else {
            hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            guard Self.isHostName(bytes[..<hostEnd]) else { return nil }
        }
        host = String(decoding: bytes[..<hostEnd], as: UTF8.self)
        guard hostEnd < bytes.endIndex else {
            port = nil
            return
        }
        let digits = bytes[(hostEnd + 1)...]
        guard bytes[hostEnd] == UInt8(ascii: ":"), digits.first != UInt8(ascii: "0"),
            let number = ASCII.decimal(digits), (1...65_535).contains(number)
        else { return nil }
        port = Int(number)
    }

    private static func isHostName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard (1...253).contains(bytes.count) else { return false }
        let dot = UInt8(ascii: ".")
        let labels = bytes.split(separator: dot, omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel(_:)), let last = labels.last else { return false }
        let isNumeric =
            last.allSatisfy(ASCII.isDigit(_:)) || last.starts(with: "0x".utf8)
            || last.starts(with: "0X".utf8)
        return !isNumeric || isIPv4(labels)
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == hyphen }
    }

    private static func isIPv4(_ labels: [ArraySlice<UInt8>]) -> Bool {
        labels.count == 4
            && labels.allSatisfy { label in
                let hasLeadingZero = label.count > 1 && label.first == UInt8(ascii: "0")
                return !hasLeadingZero && ASCII.decimal(label).map { $0 <= 255 } == true
            }
    }

    /// Whether `bytes` is eight groups of hexadecimal digits, or fewer around one `::`.
    private static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
        let colon = UInt8(ascii: ":")
        let groups = bytes.split(separator: colon, omittingEmptySubsequences: false)
        guard (3...9).contains(groups.count) else { return false }
        let areHex = groups.allSatisfy { group in
            group.count <= 4 && group.allSatisfy { ASCII.hexValue($0) != nil }
        }
        let isCompressed = Array(bytes).indices.dropLast().contains { offset in
            bytes[bytes.startIndex + offset] == colon
                && bytes[bytes.startIndex + offset + 1] == colon
        }
        let empty = groups.count(where: \.isEmpty)
        guard areHex else { return false }
        guard isCompressed else { return groups.count == 8 && empty == 0 }
        let startsCompressed = bytes.starts(with: "::".utf8)
        let endsCompressed = bytes.suffix(2).elementsEqual("::".utf8)
        let allowed = 1 + (startsCompressed ? 1 : 0) + (endsCompressed ? 1 : 0)
        return empty == allowed && groups.count - empty <= 7
    }
}
