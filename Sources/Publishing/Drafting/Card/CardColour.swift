private import Primitives

/// A colour of a card, with its luminance as WCAG 2.2 defines it.
struct CardColour: Equatable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8

    static let black = CardColour(red: 0, green: 0, blue: 0)
    static let white = CardColour(red: 0xff, green: 0xff, blue: 0xff)

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
        contrast(with: .white) >= contrast(with: .black) ? .white : .black
    }

    /// This colour with a share of another one, from 0 to 1.
    func mixed(with other: CardColour, _ share: Double) -> CardColour {
        func mix(_ own: UInt8, _ added: UInt8) -> UInt8 {
            UInt8(Double(own) * (1 - share) + Double(added) * share)
        }
        return CardColour(
            red: mix(red, other.red),
            green: mix(green, other.green),
            blue: mix(blue, other.blue)
        )
    }
}
