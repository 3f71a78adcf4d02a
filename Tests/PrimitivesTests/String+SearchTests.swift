import Primitives
import Testing

@Suite("Texts in texts")
struct StringSearchTests {
    @Test(arguments: [
        ("abcabd", "abd", true), ("abc", "abc", true), ("abc", "", true), ("", "", true),
        ("", "a", false), ("ab", "abc", false), ("aab", "ab", true), ("größe", "öß", true),
    ])
    func `a text is found by its bytes`(text: String, part: String, isThere: Bool) {
        #expect(text.contains(text: part) == isThere)
    }

    @Test func `canonically equal texts are not the same`() {
        let (composed, decomposed) = ("caf\u{e9}", "e\u{301}")
        #expect(!composed.contains(text: decomposed))
        let (mark, marked) = ("\u{22}", "\u{22}\u{301}")
        #expect(marked.contains(text: mark))
        #expect("a\r\nb".replacing(text: "\n", with: "") == "a\rb")
    }

    @Test func `a place in a part of a text is one in the text`() throws {
        let text = "é{{x}}{{y}}"
        let first = try #require(text[...].range(ofText: "{{"))
        #expect(text[..<first.lowerBound] == "é")
        let rest = text[first.upperBound...]
        #expect(rest.range(ofText: "}}{{").map { String(text[$0.upperBound...]) } == "y}}")
        #expect(rest.range(ofText: "z") == nil)
        #expect(text.suffix(0).range(ofText: "z") == nil)
    }

    @Test func `a text is parted at the first occurrence`() throws {
        let parts = try #require("a</x>b</x>c".parted(byText: "</x>"))
        #expect(parts.before == "a")
        #expect(parts.after == "b</x>c")
        let ends = try #require("</x>".parted(byText: "</x>"))
        #expect(ends.before.isEmpty && ends.after.isEmpty)
        #expect("a".parted(byText: "</x>") == nil)
    }

    @Test(arguments: [
        ("aXbXc", "X", "--", "a--b--c"), ("XX", "X", "", ""), ("aaa", "aa", "b", "ba"),
        ("abc", "x", "y", "abc"), ("abc", "", "y", "abc"), ("", "a", "b", ""),
        ("aa", "a", "aa", "aaaa"), ("don’t", "’", "'", "don't"),
    ])
    func `every occurrence is replaced from the left`(
        text: String,
        part: String,
        replacement: String,
        result: String
    ) {
        #expect(text.replacing(text: part, with: replacement) == result)
    }
}
