/// How a language's own library writes a query or a form.
enum WireEncoding: Sendable {
    /// `URLSearchParams` of the URL standard, and Rust's `form_urlencoded`.
    case javascript
    /// `urllib.parse.urlencode`.
    case python
    /// `url.Values.Encode`, which sorts by name.
    case go
    /// `encodeURIComponent`, which writes a space as `%20`.
    case component

    /// Writes `pairs`.
    func text(of pairs: [(name: String, value: String)]) -> String {
        let ordered = self == .go ? pairs.sorted { $0.name < $1.name } : pairs
        return ordered.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    }

    /// Writes one value.
    func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in text.utf8 {
            if kept.contains(byte) {
                output.append(byte)
            } else if byte == 0x20, self != .component {
                output.append(0x2b)
            } else {
                output += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private var kept: Set<UInt8> {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        let marks =
            switch self {
            case .javascript: "*-._"
            case .python, .go: "-._~"
            case .component: "-_.!~*'()"
            }
        return Set((letters + marks).utf8)
    }
}
