/// The cookies of a request (RFC 6265 §4.2).
public struct Cookies: Sendable {
    private var pairs: [(name: String, value: String)] = []

    /// Reads every `Cookie` field of `fields`.
    ///
    /// A pair that breaks the grammar is skipped: cookies of other applications on the same host
    /// must not lock a person out of this one.
    public init(_ fields: HTTPFields) {
        for value in fields.all(.cookie) {
            for pair in value.split(separator: 0x3b) {
                append(Grammar.trimmed(pair))
            }
        }
    }

    /// Returns the value of the cookie `name` when it came once, and tells absence from repetition.
    ///
    /// Two cookies of one name mean that somebody else, for instance another port or path of the
    /// host, planted one.
    public func only(_ name: String) -> Occurrence<String> {
        let values = pairs.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
        guard let value = values.first else { return .none }
        return values.count == 1 ? .one(value) : .several
    }

    private mutating func append(_ pair: ArraySlice<UInt8>) {
        guard let sign = pair.firstIndex(of: 0x3d) else { return }
        let name = Array(pair[..<sign])
        var value = pair[(sign + 1)...]
        if value.count >= 2, value.first == 0x22, value.last == 0x22 {
            value = value.dropFirst().dropLast()
        }
        guard Grammar.isToken(name), value.allSatisfy(Cookies.isOctet) else { return }
        pairs.append(
            (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        )
    }

    /// Whether `byte` may stand in a cookie's value (RFC 6265 §4.1.1, `cookie-octet`).
    static func isOctet(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x23...0x2b, 0x2d...0x3a, 0x3c...0x5b, 0x5d...0x7e: true
        default: false
        }
    }
}
