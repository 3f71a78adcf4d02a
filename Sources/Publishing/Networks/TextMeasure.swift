private import Primitives

/// How a network counts the length of a text.
public enum TextMeasure: Sendable, Equatable {
    /// Unicode code points.
    case codePoints
    /// What people see as one character.
    case graphemes
    /// UTF-16 code units.
    case utf16
    /// What people see as one character, each web address counting as a fixed number.
    case links(as: Int)
    /// X's weights: most scripts of Europe count 1, all else 2, each web address 23.
    case weighted

    /// The length of `text`.
    ///
    /// The cost is linear in the text.
    public func length(of text: String) -> Int {
        switch self {
        case .codePoints: return text.unicodeScalars.count
        case .graphemes: return text.count
        case .utf16: return text.utf16.count
        case .links(let length):
            let (rest, links) = Self.withoutLinks(text) { _ in true }
            return rest.count + links * length
        case .weighted:
            // An address of X ends where a script of weight 2 begins.
            let (rest, links) = Self.withoutLinks(text) { Self.weight(of: $0) == 1 }
            return rest.unicodeScalars.reduce(links * 23) { $0 + Self.weight(of: $1) }
        }
    }

    /// The ranges of weight 1, as X's configuration of 2018 (version 3) has them.
    private static func weight(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0...4351, 8192...8205, 8208...8223, 8242...8247: 1
        default: 2
        }
    }

    /// The text without its web addresses, and how many there were.
    private static func withoutLinks(
        _ text: String,
        where belongs: (Unicode.Scalar) -> Bool
    ) -> (rest: String, links: Int) {
        let bytes = Array(text.utf8)
        var rest: [UInt8] = []
        var links = 0
        var index = 0
        while index < bytes.count {
            let isLink = isLinkStart(bytes[index...])
            guard isLink else {
                rest.append(bytes[index])
                index += 1
                continue
            }
            links += 1
            index = WebLink.end(of: bytes[index...], where: belongs)
        }
        return (String(decoding: rest, as: UTF8.self), links)
    }

    private static func isLinkStart(_ bytes: ArraySlice<UInt8>) -> Bool {
        for scheme in ["https://", "http://"] where bytes.starts(with: scheme.utf8) {
            let host = bytes.dropFirst(scheme.utf8.count).first ?? 0
            return ASCII.isLetter(host) || ASCII.isDigit(host)
        }
        return false
    }
}
