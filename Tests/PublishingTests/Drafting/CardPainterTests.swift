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

    @Test func `five seeds in a row give five layouts, and the same seed the same card`() {
        for start in [0, 3, 1_000_003, UInt64.max - 9] as [UInt64] {
            let cards = (0..<5 as Range<UInt64>).map { step in
                var brief = brief(["#1b4d3e", "#f4f1ea"])
                brief.seed = start &+ step
                #expect(CardPainter.card(brief, "Oak") == CardPainter.card(brief, "Oak"))
                return CardPainter.card(brief, "Oak")
            }
            let shapes = cards.map { card in
                card.replacing(#/fill="#[0-9a-f]*"|stroke="#[0-9a-f]*"/#, with: "")
            }
            #expect(Set(shapes).count == 5, "more than the colours differ")
        }
    }

    @Test(arguments: [[], ["#808080"], ["#ffdd00"], ["#1b4d3e", "#f4f1ea", "#c8963e", "#112233"]])
    func `everything on a card is told apart from what is behind it`(colours: [String]) {
        let palettes = CardPalette.choices(of: colours.compactMap(CardColour.init(_:)))
        #expect((2...3).contains(palettes.count))
        for palette in palettes {
            #expect(palette.ink.contrast(with: palette.ground) >= 4.5)
            #expect(palette.accent.contrast(with: palette.ground) >= 1.6)
            #expect(palette.accent.ink.contrast(with: palette.accent) >= 4.5)
        }
        #expect(Set(palettes.map(\.ground.hex)).count == palettes.count)
        if let first = colours.first { #expect(palettes[0].ground.hex == first) }
    }

    @Test func `every layout shows headline and sender, and mirrors what is read from the right`() {
        for seed in 0..<5 as Range<UInt64> {
            var brief = brief(["#1b4d3e"])
            brief.seed = seed
            brief.sender = "Northwind"
            let card = CardPainter.card(brief, "Oak")
            #expect(card.contains(">Oak</text>") && card.contains(">Northwind</text>"))
            #expect(!card.contains("rtl"))
            let mirrored = CardPainter.card(brief, "\u{0645}\u{0643}\u{062a}\u{0628}")
            #expect(mirrored.contains("direction=\"rtl\""))
            let isCentred = card.contains("text-anchor=\"middle\"")
            #expect(isCentred || mirrored.contains("text-anchor=\"end\""), "the sender's side")
        }
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
