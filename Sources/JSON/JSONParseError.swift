/// Why bytes are not a JSON text that this reader takes, and where.
public struct JSONParseError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Reason: Error, Equatable, Sendable {
        /// The text ends before the value does.
        case unexpectedEnd
        /// This byte cannot stand here.
        case unexpectedByte
        /// Something other than white space follows the value.
        case trailingBytes
        /// The text begins with a byte order mark (RFC 8259 §8.1).
        case byteOrderMark
        /// Lists and objects are nested deeper than the caller allows.
        case tooDeep
        /// An object has two members of one name.
        case duplicateName
        /// A text holds a control byte that must be escaped.
        case controlByte
        /// A text is not UTF-8.
        case invalidUTF8
        /// A backslash is not followed by one of the escapes of RFC 8259 §7.
        case invalidEscape
        /// A `\u` escape names half of a surrogate pair without its other half.
        case loneSurrogate
        /// A number breaks the grammar of RFC 8259 §6, as `01`, `+1` and `1.` do.
        case invalidNumber
        /// A number is too great for a binary64.
        case numberOutOfRange
    }

    /// What is wrong.
    public let reason: Reason
    /// Which byte of the text, from 0, the reader stood at.
    public let offset: Int
}

extension JSONParseError.Reason: CustomStringConvertible {
    /// What is wrong, in words for whoever wrote the text.
    public var description: String {
        switch self {
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

extension JSONParseError {
    /// Says what is wrong, and where with the line and column that editors show.
    ///
    /// - Parameter bytes: The text that was read.
    /// - Returns: A phrase without a full stop.
    public func description(in bytes: [UInt8]) -> String {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let column = before.reversed().prefix { $0 != 0x0A }.count + 1
        return "line \(line), column \(column): not JSON (\(reason))"
    }
}
