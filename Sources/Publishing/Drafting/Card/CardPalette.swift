/// The colours of one card, chosen so that its text can be read.
struct CardPalette: Equatable {
    /// What fills the card.
    let ground: CardColour
    /// What text on the ground is written in.
    let ink: CardColour
    /// What shapes on the ground are filled with.
    let accent: CardColour

    /// How many palettes a brand gives at most.
    static let maximumCount = 3
    /// The contrast from which a colour of the brand is preferred to black and white for text.
    private static let comfortableContrast = 7.0
    /// The contrast from which a shape is seen.
    private static let visibleContrast = 1.6
    /// The colours of a workspace that has named none: slate, amber and paper.
    private static let standard = ["#1f2937", "#f59e0b", "#f5f2ea"].compactMap(CardColour.init(_:))

    /// The palettes of a brand, the first on its leading colour; one at least.
    static func choices(of brand: [CardColour]) -> [CardPalette] {
        let colours = unique(brand.isEmpty ? standard : brand)
        let tint = colours[0].mixed(with: .white, 0.88)
        let shade = colours[0].mixed(with: .black, 0.7)
        return unique(colours + [tint, shade]).prefix(maximumCount).map { ground in
            CardPalette(on: ground, of: colours)
        }
    }

    private init(on ground: CardColour, of colours: [CardColour]) {
        self.ground = ground
        let others = colours.filter { $0 != ground }
        let clearest = others.max { $0.contrast(with: ground) < $1.contrast(with: ground) }
        let ink = clearest.flatMap {
            $0.contrast(with: ground) >= Self.comfortableContrast ? $0 : nil
        }
        let text = ink ?? ground.ink
        self.ink = text
        // A shape should differ from the ground, and from the text beside it.
        func distance(_ colour: CardColour) -> Double {
            min(colour.contrast(with: ground), colour.contrast(with: text))
        }
        accent =
            others.filter { $0 != text && $0.contrast(with: ground) >= Self.visibleContrast }
            .max { distance($0) < distance($1) } ?? text
    }

    private static func unique(_ colours: [CardColour]) -> [CardColour] {
        var result: [CardColour] = []
        for colour in colours where !result.contains(colour) { result.append(colour) }
        return result
    }
}
