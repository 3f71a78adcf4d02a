private import Primitives

/// Draws square cards with the headline in the brand's colours, without a network.
///
/// A card is SVG: exact at every size and a few kilobytes. Layout and colours follow from the
/// brief's seed, and as many seeds in a row as there are layouts give as many different cards. Most
/// networks take no SVG, which the preview of a post says; such a card is there to look at or to
/// turn into a PNG.
public struct CardPainter: ImageGenerator {
    /// What drafts say of who drew them.
    public static let name = "embedded"
    /// Where files of generators are said to come from.
    public static let source = "urn:wayleave:generated:card"
    /// What every card begins with.
    static let beginning = "<svg xmlns=\"http://www.w3.org/2000/svg\""

    /// Creates the painter.
    public init() {}

    /// Draws one card.
    public func image(
        for brief: DraftBrief,
        headline: String
    ) async throws(GenerationError) -> GeneratedImage {
        var warnings = [
            "The picture is an SVG card; most networks take none, so turn it into a PNG first."
        ]
        if !brief.designs.isEmpty {
            warnings.append("The card does not use the named designs; only a person can.")
        }
        return GeneratedImage(
            bytes: Array(Self.card(brief, headline).utf8),
            type: .svg,
            generator: Self.name,
            warnings: warnings
        )
    }

    static func card(_ brief: DraftBrief, _ headline: String) -> String {
        let brand = (brief.brand?.colours ?? []).compactMap { CardColour($0.hex) }
        let palettes = CardPalette.choices(of: brand)
        let palette = palettes[Int(brief.seed % UInt64(palettes.count))]
        let layouts = CardLayout.allCases
        let layout = layouts[Int(brief.seed % UInt64(layouts.count))]
        let side = CardLayout.side
        let content = CardLayout.Content(
            headline: headline,
            sender: brief.sender,
            palette: palette,
            fonts: fonts(brief)
        )
        return """
            \(beginning) width="\(side)" height="\(side)" viewBox="0 0 \(side) \(side)">
            <title>\(CardText.escaped(headline))</title>
            <rect width="\(side)" height="\(side)" fill="\(palette.ground.hex)"/>
            \(layout.body(content))</svg>

            """
    }

    private static func fonts(_ brief: DraftBrief) -> String {
        let own = brief.brand?.fonts.first.map { name in
            "'\(CardText.escaped(name.replacing(text: "'", with: "")))', "
        }
        return (own ?? "") + "sans-serif"
    }
}
