private import Primitives

/// An e-mail address as people sign in with it.
///
/// Only the shape is checked: printable ASCII around one `@`. Two addresses are equal when they
/// differ in nothing but the case of ASCII letters, as the store's unique index has it.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    /// The longest address that SMTP can carry (RFC 5321 §4.5.3.1.3), in bytes.
    public static let maximumBytes = 254

    /// The address as it was written.
    public let text: String

    /// The address with `A` to `Z` in lower case, by which it is found and compared.
    public var folded: String { ASCII.lowercased(text) }

    /// The address as it was written.
    public var description: String { text }

    /// Why a text is not an e-mail address.
    public enum ParseError: Error, Equatable {
        /// It is longer than ``EmailAddress/maximumBytes``; the value is its length in bytes.
        case tooLong(Int)
        /// It has a byte that is not printable ASCII, or a space.
        case character(offset: Int)
        /// It does not have exactly one `@` with something on both sides.
        case shape
    }

    /// Parses what a person or an operator typed.
    ///
    /// - Parameter text: The address; spaces around it are not accepted, callers trim them.
    /// - Throws: ``ParseError`` when it does not have the shape of an address.
    public init(parsing text: String) throws(ParseError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumBytes else { throw .tooLong(bytes.count) }
        for (offset, byte) in bytes.enumerated() where !(0x21...0x7e).contains(byte) {
            throw .character(offset: offset)
        }
        let sides = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty }) else { throw .shape }
        self.text = text
    }

    /// Whether two addresses differ in nothing but ASCII case.
    public static func == (left: EmailAddress, right: EmailAddress) -> Bool {
        left.folded.isIdentical(to: right.folded)
    }

    /// Hashes the folded address.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(folded)
    }
}
