internal import JSON
internal import Primitives

/// A place in a JSON value (RFC 6901).
struct JSONPointer: Sendable, Equatable {
    private let names: [String]

    /// Reads `/data/id`, or the empty text for the whole value; `nil` for anything else.
    init?(_ text: String) {
        guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var names: [String] = []
        for part in parts.dropFirst() {
            guard let name = Self.unescaped(part) else { return nil }
            names.append(name)
        }
        self.names = names
    }

    /// The value at the place, or `nil`.
    func value(in root: JSONValue?) -> JSONValue? {
        names.reduce(root) { value, name in
            guard let list = value?.arrayValue else { return value?[name] }
            guard let index = ASCII.decimal(Array(name.utf8)), index < list.count else {
                return nil
            }
            return list[Int(index)]
        }
    }

    /// The text or number at the place, as a text.
    func text(in root: JSONValue?) -> String? {
        switch value(in: root) {
        case .string(let text): text
        case .integer(let number): String(number)
        default: nil
        }
    }

    /// `~1` is a slash and `~0` a tilde; a tilde alone is a mistake.
    private static func unescaped(_ part: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
