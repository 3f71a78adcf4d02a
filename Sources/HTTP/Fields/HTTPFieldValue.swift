/// The value of a header field that is safe to send: no control octet, no space at its ends.
///
/// A response is built of these only, so no caller can split it with a forged line end.
public struct HTTPFieldValue: Sendable, Hashable, CustomStringConvertible {
    /// The bytes as they are sent.
    public let bytes: [UInt8]

    /// Takes bytes that are a legal value (RFC 9110 §5.5), or returns `nil`.
    public init?(_ bytes: [UInt8]) {
        guard Grammar.isFieldValue(bytes) else { return nil }
        self.bytes = bytes
    }

    /// Takes a text whose UTF-8 bytes are a legal value, or returns `nil`.
    public init?(_ text: String) {
        self.init(Array(text.utf8))
    }

    /// Takes a text that our own code has built of checked parts.
    ///
    /// Use it only where no input can make the text illegal: an illegal one is a bug of ours and
    /// traps.
    public init(proven text: String) {
        let bytes = Array(text.utf8)
        precondition(Grammar.isFieldValue(bytes), "not a field value")
        self.bytes = bytes
    }

    /// Writes `number` in decimal.
    public init(_ number: Int) {
        bytes = Array(String(number).utf8)
    }

    init(checked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value as text.
    public var description: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension HTTPFieldValue: ExpressibleByStringLiteral {
    /// Takes a value that stands in our own code; an illegal one traps.
    public init(stringLiteral value: StaticString) {
        let bytes = Array(literal: value)
        precondition(Grammar.isFieldValue(bytes), "not a field value")
        self.bytes = bytes
    }
}

extension [UInt8] {
    /// The UTF-8 bytes of a literal, without the detour over a `String`.
    init(literal: StaticString) {
        // Sound: the bytes of a literal live as long as the process; they are copied at once.
        self = literal.withUTF8Buffer { unsafe Array($0) }
    }
}
