private import Primitives

/// Draws a square card with the headline in the brand's colours, without a network.
///
/// The card is SVG: exact at every size and a few kilobytes. Most networks take no SVG, which the
/// preview of a post says; such a card is there to look at or to turn into a PNG.
public struct CardPainter: ImageGenerator {
    /// What drafts say of who drew them.
    public static let name = "embedded"
    /// Where files of generators are said to come from.
    public static let source = "urn:wayleave:generated:card"
    /// What every card begins with.
    static let beginning = "<svg xmlns=\"http://www.w3.org/2000/svg\""

    private static let side = 1_080
    private static let margin = 96

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
        let colours = (brief.brand?.colours ?? []).compactMap { CardColour($0.hex) }
        let ground = colours.first ?? CardColour(red: 0x1f, green: 0x29, blue: 0x37)
        let ink = ground.ink
        let accent =
            colours.dropFirst().max { $0.contrast(with: ground) < $1.contrast(with: ground) }
            .flatMap { $0.contrast(with: ground) >= 1.6 ? $0 : nil } ?? ink
        let (lines, size) = wrapped(headline)
        let step = size * 5 / 4
        let top = (side - step * (lines.count - 1)) / 2
        var svg = """
            \(beginning) width="\(side)" height="\(side)" viewBox="0 0 \(side) \(side)">
            <title>\(escaped(headline))</title>
            <rect width="\(side)" height="\(side)" fill="\(ground.hex)"/>
            <rect x="\(margin)" y="\(margin)" width="160" height="12" fill="\(accent.hex)"/>

            """
        for (index, line) in lines.enumerated() {
            svg += """
                <text x="\(margin)" y="\(top + index * step)" font-family="\(fonts(brief))" \
                font-size="\(size)" font-weight="700" fill="\(ink.hex)">\(escaped(line))</text>

                """
        }
        if let sender = brief.sender {
            svg += """
                <text x="\(margin)" y="\(side - margin)" font-family="\(fonts(brief))" \
                font-size="36" fill="\(ink.hex)">\
                \(escaped(Sentences.shortened(sender, to: 44)))</text>

                """
        }
        return svg + "</svg>\n"
    }

    /// The headline in lines, and the size of its letters that lets all of them stand on the card.
    static func wrapped(_ headline: String) -> (lines: [String], size: Int) {
        for (size, width, most) in [(104, 15, 4), (80, 20, 6), (60, 27, 9)] {
            let lines = lines(of: headline, width: width)
            if lines.count <= most { return (lines, size) }
        }
        return (lines(of: Sentences.shortened(headline, to: 180), width: 27), 60)
    }

    private static func lines(of text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            var word = word
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
                continue
            }
            while word.count > width {
                lines.append(String(word.prefix(width)))
                word = word.dropFirst(width)
            }
            lines.append(String(word))
        }
        return lines
    }

    private static func fonts(_ brief: DraftBrief) -> String {
        let own = brief.brand?.fonts.first.map { "'\(escaped($0.replacing("'", with: "")))', " }
        return (own ?? "") + "sans-serif"
    }

    /// The text as XML takes it: marked characters escaped, those that XML cannot hold left out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result += "&amp;"
            case 0x3c: result += "&lt;"
            case 0x3e: result += "&gt;"
            case 0x22: result += "&quot;"
            case 0x27: result += "&#39;"
            case 0x9, 0xa, 0xd: result += " "
            case 0..<0x20, 0x7f..<0xa0, 0xfffe, 0xffff: continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// A colour of a card, with its luminance as WCAG 2.2 defines it.
struct CardColour: Equatable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    init(red: UInt8, green: UInt8, blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// Reads `#1b4d3e`, or returns `nil`.
    init?(_ hex: String) {
        guard hex.utf8.count == 7, hex.utf8.first == 0x23,
            let bytes = Hex.decode(String(hex.dropFirst()).utf8.map(ASCII.lowercased(_:)))
        else { return nil }
        self.init(red: bytes[0], green: bytes[1], blue: bytes[2])
    }

    var hex: String { "#" + Hex.encode([red, green, blue]) }

    /// From 0 for black to 1 for white, as people see it.
    var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// The curve of sRGB, which is x to the power of 2.4.
    private static func linear(_ value: UInt8) -> Double {
        let share = Double(value) / 255
        guard share > 0.04045 else { return share / 12.92 }
        let base = (share + 0.055) / 1.055
        return base * base * fifthRoot(base * base)
    }

    /// The fifth root by Newton's method, so that x^2.4 = x² · (x²)^(1/5) needs no C library.
    private static func fifthRoot(_ value: Double) -> Double {
        var root = 1.0
        for _ in 0..<40 {
            let fourth = root * root * root * root
            root -= (fourth * root - value) / (5 * fourth)
        }
        return root
    }

    func contrast(with other: CardColour) -> Double {
        let (light, dark) = (max(luminance, other.luminance), min(luminance, other.luminance))
        return (light + 0.05) / (dark + 0.05)
    }

    /// Black or white, whichever can be read better on this colour.
    var ink: CardColour {
        let (black, white) = (
            CardColour(red: 0, green: 0, blue: 0),
            CardColour(red: 0xff, green: 0xff, blue: 0xff)
        )
        return contrast(with: white) >= contrast(with: black) ? white : black
    }
}
