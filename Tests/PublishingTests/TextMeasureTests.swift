import Testing

@testable import Publishing

@Suite("How networks count")
struct TextMeasureTests {
    @Test(
        arguments: [
            ("", 0, 0, 0, 0), ("abc", 3, 3, 3, 3), ("é", 1, 1, 1, 1), ("e\u{301}", 2, 1, 2, 2),
            ("漢字", 2, 2, 2, 4), ("👩‍👩‍👧", 5, 1, 8, 8), ("“quote”", 7, 7, 7, 7), ("a\nb", 3, 3, 3, 3),
        ]
    )
    func `a text has a length in each measure`(
        text: String,
        codePoints: Int,
        graphemes: Int,
        utf16: Int,
        weighted: Int
    ) {
        #expect(TextMeasure.codePoints.length(of: text) == codePoints)
        #expect(TextMeasure.graphemes.length(of: text) == graphemes)
        #expect(TextMeasure.utf16.length(of: text) == utf16)
        #expect(TextMeasure.weighted.length(of: text) == weighted)
    }

    @Test(
        arguments: [
            ("https://example.com", 23), ("see https://a.b/c now", 31), ("http:// x", 9),
            ("https://a.b https://c.d\nhttp://e.f", 71), ("xhttps://a.b", 24), ("https://", 8),
            ("(https://a.b).", 26), ("https://a.b, https://c.d!", 49),
            ("https://a.b/(c) d", 25), ("https://a.b\u{a0}x", 25),
        ]
    )
    func `a web address counts as 23`(text: String, length: Int) {
        #expect(TextMeasure.links(as: 23).length(of: text) == length)
        #expect(TextMeasure.weighted.length(of: text) == length)
    }

    @Test func `what a script without spaces says behind an address counts`() {
        // An ideographic space ends it everywhere, and on X any character of weight 2 does.
        #expect(TextMeasure.links(as: 23).length(of: "https://a.b\u{3000}漢字") == 26)
        #expect(TextMeasure.links(as: 23).length(of: "https://a.b/漢字") == 23)
        #expect(TextMeasure.weighted.length(of: "https://a.b/漢字") == 27)
    }
}
