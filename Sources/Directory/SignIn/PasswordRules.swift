public import Primitives

/// What a new password must be like (NIST SP 800-63B: long, not guessable, nothing about
/// composition).
public enum PasswordRules {
    /// The shortest password, in Unicode scalars.
    public static let minimumScalars = 15
    /// The longest password, in bytes of UTF-8; all of them count.
    public static let maximumBytes = 1_024

    /// Why a password is not accepted.
    public enum Violation: Error, Equatable, Sendable {
        /// It is too short; the value is how many characters it has.
        case tooShort(Int)
        /// It has more than ``PasswordRules/maximumBytes``.
        case tooLong
        /// It is the e-mail address, or the part of it before the `@` repeated or padded.
        case isEmail
        /// It is on every guesser's list, or a pattern such as one word repeated.
        case isCommon

        /// A sentence that says what to do.
        public var explanation: String {
            switch self {
            case .tooShort(let count):
                "The password has \(count) characters; use at least \(minimumScalars)."
            case .tooLong:
                "The password is longer than \(maximumBytes) bytes; use a shorter one."
            case .isEmail:
                "The password is made of the e-mail address; choose something unrelated to it."
            case .isCommon:
                "The password is among the first that a guesser tries; use several unrelated words."
            }
        }
    }

    /// Checks a password that a person or an operator chose.
    ///
    /// - Parameters:
    ///   - password: The password.
    ///   - email: The address that it will belong to.
    /// - Throws: ``Violation``, the first that applies.
    public static func check(_ password: SecretText, for email: EmailAddress) throws(Violation) {
        let text = password.exposed
        guard text.utf8.count <= maximumBytes else { throw .tooLong }
        let count = text.unicodeScalars.count
        guard count >= minimumScalars else { throw .tooShort(count) }
        let plain = plainBytes(text)
        guard !isMade(of: email, plain) else { throw .isEmail }
        guard !isPattern(text.utf8.map(ASCII.lowercased(_:))), !CommonPasswords.contains(plain)
        else { throw .isCommon }
    }

    /// The password without the capitals and ornaments that guessers vary first.
    private static func plainBytes(_ text: String) -> [UInt8] {
        text.utf8.map(ASCII.lowercased(_:)).filter {
            ASCII.isLetter($0) || ASCII.isDigit($0) || $0 >= 0x80
        }
    }

    private static func isMade(of email: EmailAddress, _ plain: [UInt8]) -> Bool {
        let whole = plainBytes(email.text)
        let local = plainBytes(String(email.text.prefix { $0 != "@" }))
        if plain == whole || isRepetition(of: local, plain) { return true }
        guard local.count >= 6, plain.starts(with: local) else { return false }
        let rest = plain.dropFirst(local.count)
        return rest.count <= 4 && rest.allSatisfy(ASCII.isDigit)
    }

    /// Whether the password is few characters repeated, or a run along the alphabet or the digits.
    private static func isPattern(_ bytes: [UInt8]) -> Bool {
        guard Set(bytes).count > 4 else { return true }
        if (1...bytes.count / 2).contains(where: {
            isRepetition(of: Array(bytes.prefix($0)), bytes)
        }) {
            return true
        }
        let steps = zip(bytes, bytes.dropFirst()).map { Int($1) - Int($0) }
        let isRun: (Int) -> Bool = { abs($0) == 1 || abs($0) == 9 || $0 == 0 }
        return steps.filter(isRun).count * 10 >= steps.count * 9
    }

    private static func isRepetition(of unit: [UInt8], _ plain: [UInt8]) -> Bool {
        guard !unit.isEmpty, unit.count <= plain.count else { return false }
        return plain.indices.allSatisfy { plain[$0] == unit[$0 % unit.count] }
    }
}
