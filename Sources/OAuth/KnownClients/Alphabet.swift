/// The alphabets whose letters are mistaken for one another.
enum Alphabet: Sendable, Equatable {
    case latin
    case greek
    case cyrillic
    case armenian
    case cherokee

    /// The alphabet of a letter, or `nil` for any other character or script.
    init?(_ scalar: Unicode.Scalar) {
        guard scalar.properties.isAlphabetic else { return nil }
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: self = .cyrillic
        case 0x530...0x58F: self = .armenian
        case 0x13A0...0x13FF, 0xAB70...0xABBF: self = .cherokee
        default: return nil
        }
    }

    /// Whether one word of `text` has letters of two of the alphabets, as no honest word has.
    static func areMixed(in text: String) -> Bool {
        var current: Alphabet?
        for scalar in text.unicodeScalars {
            guard let alphabet = Alphabet(scalar) else {
                if !scalar.properties.isAlphabetic { current = nil }
                continue
            }
            if let current, current != alphabet { return true }
            current = alphabet
        }
        return false
    }
}
