import Primitives
import TestSupport
import Testing

@testable import Publishing

@Suite("The card that goes with a draft")
struct CardPainterTests {
    @Test(
        arguments: [
            ("#ffffff", "#000000"), ("#000000", "#ffffff"), ("#1b4d3e", "#ffffff"),
            ("#f4f1ea", "#000000"), ("#FFDD00", "#000000"),
        ]
    )
    func `the headline can be read on the brand's first colour`(ground: String, ink: String) {
        let card = CardPainter.card(brief([ground]), "Oak")
        #expect(card.contains("height=\"1080\" fill=\"\(ASCII.lowercased(ground))\""))
        #expect(card.contains("font-weight=\"700\" fill=\"\(ink)\">Oak</text>"))
    }

    @Test func `luminance and contrast are those of WCAG`() throws {
        let grey = try #require(CardColour("#767676"))
        let white = try #require(CardColour("#ffffff"))
        #expect(abs(grey.contrast(with: white) - 4.54) < 0.01)
        #expect(white.luminance == 1)
        #expect(CardColour("#12345") == nil)
        #expect(CardColour("1234567") == nil)
    }

    @Test func `text cannot break out of the markup`() {
        var brief = brief(["#1b4d3e"])
        brief.brand?.fonts = ["In'ter\"><script>"]
        brief.sender = "A & B <c>"
        let card = CardPainter.card(brief, "<script>alert('1')</script>\u{0}\u{1b}&\"]]>")
        #expect(!card.contains("<script"))
        #expect(card.contains("A &amp; B &lt;c&gt;"))
        #expect(!card.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test func `a headline is wrapped, and smaller where it is long`() {
        #expect(CardPainter.wrapped("Our oak standing desk").lines == ["Our oak", "standing desk"])
        let long = CardPainter.wrapped(String(repeating: "a very long headline ", count: 30))
        #expect(long.size == 60)
        #expect(long.lines.count <= 9)
        #expect(long.lines.allSatisfy { $0.count <= 27 })
        let word = CardPainter.wrapped(String(repeating: "x", count: 40))
        #expect(word.lines.allSatisfy { $0.count <= 20 })
    }

    @Test func `networks that take no SVG say so, and the others do not`() {
        let item = MediaItem(identifier: "med_1", type: .svg, byteCount: 1, sourceURL: "")
        let content = PostContent(caption: "Hello", media: [item], hashtagLibrary: nil)
        for network in Network.allCases {
            let target = PostTarget(profile: Samples.profile(network), caption: nil)
            let problems = PostPreview(content, on: target, mediaCount: 1).problems
            let refused = problems.contains { $0.code == .mediaUnsupported && $0.isBlocking }
            #expect(refused == (network != .demo && network != .webhook), "\(network)")
        }
    }

    @Test func `a card cannot be uploaded, but one that was drawn can be imported`() throws {
        let names = ItemIdentifiers(random: SeededRandom(seed: 1))
        let card = Array(CardPainter.card(brief(["#1b4d3e"]), "Oak").utf8)
        #expect(MediaType(sniffing: card) == nil)
        #expect(throws: PublishingFault.self) {
            try MediaFile(imported: card, from: "https://example.com/a.svg", names)
        }
        let file = try MediaFile(imported: card, from: CardPainter.source, names)
        #expect(file.item.type == .svg)
    }

    private func brief(_ colours: [String]) -> DraftBrief {
        var kit = BrandKit.Content(name: "House", voice: "")
        kit.colours = colours.map { BrandKit.Colour(name: "C", hex: $0) }
        var brief = DraftBrief(prompt: "Oak")
        brief.brand = kit
        return brief
    }
}
