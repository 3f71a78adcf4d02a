/// The ways of putting a headline and its sender on a square.
enum CardLayout: Int, CaseIterable {
    /// A bar above a headline in the middle of the height.
    case bar
    /// A frame with everything on its axis.
    case frame
    /// The sender in a band at the foot.
    case band
    /// A disc in a corner, and the headline at the foot.
    case disc
    /// A stripe along the side on which lines begin.
    case stripe

    static let side = 1_080
    private static let margin = 96
    fileprivate static let senderSize = 40

    /// What stands on a card.
    struct Content {
        let headline: String
        let sender: String?
        let palette: CardPalette
        /// The names of fonts, escaped.
        let fonts: String
    }

    /// The shapes and texts of the card, without what encloses them.
    func body(_ content: Content) -> String {
        let pen = Pen(content)
        return switch self {
        case .bar: Self.bar(pen)
        case .frame: Self.frame(pen)
        case .band: Self.band(pen)
        case .disc: Self.disc(pen)
        case .stripe: Self.stripe(pen)
        }
    }

    private static func bar(_ pen: Pen) -> String {
        pen.rectangle(x: margin, y: margin, width: 160, height: 12, pen.palette.accent)
            + pen.headline(x: margin, width: side - 2 * margin, height: 700, .middle(560))
            + pen.sender(x: margin, y: side - margin, width: side - 2 * margin)
    }

    private static func frame(_ pen: Pen) -> String {
        let inset = 44
        let inner = side - 2 * inset
        return """
            <rect x="\(inset)" y="\(inset)" width="\(inner)" height="\(inner)" fill="none" \
            stroke="\(pen.palette.accent.hex)" stroke-width="10"/>

            """
                + pen.rectangle(x: side / 2 - 60, y: 850, width: 120, height: 8, pen.palette.accent)
                + pen.headline(x: nil, width: inner - 140, height: 600, .middle(470))
                + pen.sender(x: nil, y: 940, width: inner - 140)
    }

    private static func band(_ pen: Pen) -> String {
        pen.rectangle(x: 0, y: 864, width: side, height: side - 864, pen.palette.accent)
            + pen.headline(x: margin, width: side - 2 * margin, height: 680, .top(margin))
            + pen.sender(
                x: margin,
                y: 864 + (side - 864) / 2 + senderSize / 3,
                width: side - 2 * margin,
                pen.palette.accent.ink
            )
    }

    private static func disc(_ pen: Pen) -> String {
        let (near, far) = (pen.mirrored(side), pen.palette.accent.hex)
        return "<circle cx=\"\(near)\" cy=\"0\" r=\"340\" fill=\"\(far)\"/>\n"
            + pen.headline(x: margin, width: side - 2 * margin, height: 490, .bottom(850))
            + pen.sender(x: margin, y: side - margin, width: side - 2 * margin)
    }

    private static func stripe(_ pen: Pen) -> String {
        let start = margin + 72
        let width = side - margin - start
        return pen.rectangle(x: 0, y: 0, width: 72, height: side, pen.palette.accent)
            + pen.headline(x: start, width: width, height: 700, .top(margin))
            + pen.rectangle(x: start, y: 912, width: width, height: 4, pen.palette.accent)
            + pen.sender(x: start, y: side - margin, width: width)
    }
}

/// Where lines stand in the height of a card.
private enum Height {
    case top(Int)
    case middle(Int)
    case bottom(Int)
}

/// Writes the elements of one card.
private struct Pen {
    let palette: CardPalette
    private let content: CardLayout.Content
    private let isMirrored: Bool

    init(_ content: CardLayout.Content) {
        self.content = content
        palette = content.palette
        isMirrored = CardText.isRightToLeft(content.headline)
    }

    /// The place on the other side where the headline runs from right to left.
    func mirrored(_ x: Int) -> Int {
        isMirrored ? CardLayout.side - x : x
    }

    func rectangle(x: Int, y: Int, width: Int, height: Int, _ colour: CardColour) -> String {
        let left = isMirrored ? CardLayout.side - x - width : x
        return """
            <rect x="\(left)" y="\(y)" width="\(width)" height="\(height)" fill="\(colour.hex)"/>

            """
    }

    /// The headline; it begins at `x`, or stands on the axis of the card.
    func headline(x: Int?, width: Int, height: Int, _ place: Height) -> String {
        let block = CardText.block(content.headline, width: width, height: height)
        let rise = (block.lines.count - 1) * block.step
        // Capitals are about three quarters as high as their size.
        let first =
            switch place {
            case .top(let y): y + block.size * 3 / 4
            case .middle(let y): y - rise / 2 + block.size * 3 / 8
            case .bottom(let y): y - rise
            }
        return block.lines.enumerated().map { index, line in
            let size = "font-size=\"\(block.size)\" font-weight=\"700\""
            let style = "\(size) fill=\"\(palette.ink.hex)\""
            return text(line, x: x, y: first + index * block.step, style, isMirrored)
        }
        .joined()
    }

    func sender(x: Int?, y: Int, width: Int, _ colour: CardColour? = nil) -> String {
        guard let sender = content.sender else { return "" }
        let size = CardLayout.senderSize
        let line = CardText.line(sender, size: size, width: width)
        let style = "font-size=\"\(size)\" fill=\"\((colour ?? palette.ink).hex)\""
        return text(line, x: x, y: y, style, CardText.isRightToLeft(sender))
    }

    private func text(_ line: String, x: Int?, y: Int, _ style: String, _ isRTL: Bool) -> String {
        let place = x.map(mirrored) ?? CardLayout.side / 2
        // A line begins at its place, on whichever side its script does.
        let begins = isRTL == isMirrored ? "" : " text-anchor=\"end\""
        let anchor = x == nil ? " text-anchor=\"middle\"" : begins
        let direction = isRTL ? " direction=\"rtl\"" : ""
        return """
            <text x="\(place)" y="\(y)" font-family="\(content.fonts)"\(anchor)\(direction) \
            \(style)>\(CardText.escaped(line))</text>

            """
    }
}
