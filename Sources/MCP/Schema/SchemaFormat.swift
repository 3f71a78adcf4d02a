private import Primitives

/// A format of a text that a schema can ask for; each is asserted, not only noted.
enum SchemaFormat: String, Sendable {
    /// A date and time with an offset (RFC 3339 §5.6).
    case dateTime = "date-time"
    /// An absolute URI (RFC 3986 §3).
    case uri
    /// Something with an `@` that mail could be sent to.
    case email

    /// The format in words.
    var words: String {
        switch self {
        case .dateTime: "a date and time such as 2026-11-23T14:05:00Z"
        case .uri: "an absolute URI such as https://example.com/page"
        case .email: "an e-mail address"
        }
    }

    /// Whether `text` has the format.
    func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return switch self {
        case .dateTime: Self.isDateTime(bytes)
        case .uri: Self.isURI(bytes)
        case .email: Self.isEmail(bytes)
        }
    }

    private static func isEmail(_ bytes: [UInt8]) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0 > 0x20 && $0 != 0x7f }
            }
    }

    private static func isDateTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20, bytes.allSatisfy({ $0 < 0x80 }),
            let year = number(bytes[0..<4]), bytes[4] == UInt8(ascii: "-"),
            let month = number(bytes[5..<7]), bytes[7] == UInt8(ascii: "-"),
            let day = number(bytes[8..<10]), bytes[10] | 0x20 == UInt8(ascii: "t"),
            let hour = number(bytes[11..<13]), bytes[13] == UInt8(ascii: ":"),
            let minute = number(bytes[14..<16]), bytes[16] == UInt8(ascii: ":"),
            let second = number(bytes[17..<19])
        else { return false }
        guard (1...12).contains(month), (1...days(in: month, of: year)).contains(day),
            hour <= 23, minute <= 59, second <= 60,
            let offset = offset(bytes[19...])
        else { return false }
        guard second == 60 else { return true }
        // A leap second is the last of a UTC day.
        let minuteOfDay = (hour * 60 + minute - offset + 2 * 1440) % 1440
        return minuteOfDay == 1439
    }

    /// Reads an optional fraction and the offset; returns the offset in minutes.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        var rest = bytes
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let digits = rest.prefix(while: ASCII.isDigit(_:)).count
            guard digits > 0 else { return nil }
            rest = rest.dropFirst(digits)
        }
        if rest.count == 1, let zone = rest.first, zone | 0x20 == UInt8(ascii: "z") { return 0 }
        let parts = Array(rest)
        guard parts.count == 6, parts[3] == UInt8(ascii: ":"),
            parts[0] == UInt8(ascii: "+") || parts[0] == UInt8(ascii: "-"),
            let hours = number(parts[1..<3]), hours <= 23,
            let minutes = number(parts[4..<6]), minutes <= 59
        else { return nil }
        return (hours * 60 + minutes) * (parts[0] == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        ASCII.decimal(digits).map { Int($0) }
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func isURI(_ bytes: [UInt8]) -> Bool {
        let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
        guard let first = scheme.first, ASCII.isLetter(first), scheme.count < bytes.count,
            scheme.allSatisfy({ isSchemeByte($0) })
        else { return false }
        var rest = bytes[(scheme.endIndex + 1)...]
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let authority = rest.prefix { !"/?#".utf8.contains($0) }
            guard isAuthority(authority) else { return false }
            rest = rest[authority.endIndex...]
        }
        let fragments = rest.split(
            separator: UInt8(ascii: "#"),
            omittingEmptySubsequences: false
        )
        return fragments.count <= 2 && fragments.allSatisfy { isURIText($0, also: "/?:@") }
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "+-.".utf8.contains(byte)
    }

    private static func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count <= 2, let hostAndPort = parts.last else { return false }
        if parts.count == 2, !isURIText(parts[0], also: ":") { return false }
        if hostAndPort.first == UInt8(ascii: "[") {
            guard let close = hostAndPort.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = hostAndPort[(hostAndPort.startIndex + 1)..<close]
            guard !address.isEmpty, isURIText(address, also: ":") else { return false }
            return isPort(hostAndPort[(close + 1)...])
        }
        let host = hostAndPort.prefix { $0 != UInt8(ascii: ":") }
        return isURIText(host, also: "") && isPort(hostAndPort[host.endIndex...])
    }

    private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let colon = bytes.first else { return true }
        return colon == UInt8(ascii: ":") && bytes.dropFirst().allSatisfy(ASCII.isDigit(_:))
    }

    /// Whether `bytes` are unreserved characters, sub-delimiters, `also` or whole percent escapes.
    private static func isURIText(_ bytes: ArraySlice<UInt8>, also: String) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex, ASCII.hexValue(bytes[index + 1]) != nil,
                    ASCII.hexValue(bytes[index + 2]) != nil
                else { return false }
                index += 3
                continue
            }
            guard
                ASCII.isLetter(byte) || ASCII.isDigit(byte)
                    || "-._~!$&'()*+,;=".utf8.contains(byte) || also.utf8.contains(byte)
            else { return false }
            index += 1
        }
        return true
    }
}
