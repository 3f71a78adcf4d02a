internal import JSON

/// Why a registry of known clients cannot be used; its description says where and what.
public struct KnownClientFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where and what, without a full stop.
    public let description: String

    /// Creates the error with its words.
    public init(_ description: String) {
        self.description = description
    }

    /// Turns the offset of a JSON error into the line and column that editors show.
    init(_ error: JSONParseError, in bytes: [UInt8]) {
        let before = bytes.prefix(error.offset)
        let line = before.count { $0 == 0x0A } + 1
        let column = before.reversed().prefix { $0 != 0x0A }.count + 1
        self.init("line \(line), column \(column): not JSON (\(Self.words(for: error.reason)))")
    }

    private static func words(for reason: JSONParseError.Reason) -> String {
        switch reason {
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte: "this character cannot stand here"
        case .trailingBytes: "something follows the value"
        case .byteOrderMark: "remove the byte order mark"
        case .tooDeep: "nested too deep"
        case .duplicateName: "this member is there twice"
        case .controlByte: "a control character must be escaped"
        case .invalidUTF8: "not UTF-8"
        case .invalidEscape: "no such escape"
        case .loneSurrogate: "half of a surrogate pair"
        case .invalidNumber, .numberOutOfRange: "not a number"
        }
    }
}
