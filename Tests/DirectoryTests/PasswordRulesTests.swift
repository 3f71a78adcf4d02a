import Directory
import Primitives
import Testing

@Suite("Rules for new passwords")
struct PasswordRulesTests {
    private func violation(
        _ password: String,
        _ email: String = "ada.lovelace@example.com"
    ) throws -> PasswordRules.Violation? {
        do {
            try PasswordRules.check(SecretText(password), for: try EmailAddress(parsing: email))
            return nil
        } catch let violation as PasswordRules.Violation {
            return violation
        }
    }

    @Test(arguments: [
        "quiet harbour lanterns", "Xk9#mQ2$vL5@nR8", "пятнадцать символов",
        "correct horse battery staple gun", "!#%&/()=?+*-_.:;,<>|", "一二三四五六七八九十百千萬億兆",
    ])
    func `a long password that nobody lists is accepted`(password: String) throws {
        #expect(try violation(password) == nil)
    }

    @Test(
        arguments: [
            ("", .tooShort(0)), ("fourteen chars", .tooShort(14)),
            ("\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", .tooShort(5)),
            (String(repeating: "ab3", count: 342), .tooLong),
            ("ada.lovelace@example.com", .isEmail), ("Ada Lovelace 2026", .isEmail),
            ("AdaLovelaceAdaLovelace", .isEmail),
            ("passwordpassword", .isCommon), ("Correct Horse Battery Staple", .isCommon),
            ("wayleave-demo-only", .isCommon), ("aaaaaaaaaaaaaaaaaaaa", .isCommon),
            ("abcabcabcabcabcabc", .isCommon), ("abcdefghijklmnopqrst", .isCommon),
            ("98765432109876543210", .isCommon), ("12345678901234567890", .isCommon),
            ("qwertyuiopasdfghjkl1", .isCommon), ("Summer Summer Summer ", .isCommon),
        ] as [(String, PasswordRules.Violation)]
    )
    func `a weak password is refused with its reason`(
        password: String,
        expected: PasswordRules.Violation
    ) throws {
        #expect(try violation(password) == expected)
        #expect(!expected.explanation.isEmpty)
    }

    @Test func `the limit counts bytes and the longest password is accepted`() throws {
        let words = (0..<100).map { "\($0 * 7919 % 1000) mast" }.joined(separator: " ")
        let longest = String(words.prefix(PasswordRules.maximumBytes))
        #expect(try violation(longest + String(repeating: "é", count: 512)) == .tooLong)
        #expect(try violation(longest) == nil)
    }
}
