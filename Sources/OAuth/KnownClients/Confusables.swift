/// Which characters look like which Latin letters.
///
/// The rows are the part of Unicode's confusables (UTS #39) that can spell a Latin name: Cyrillic,
/// Greek, Armenian and Cherokee letters, letters with accents, and the whole sets of letters that
/// differ in style only.
enum Confusables {
    /// Whether nothing is seen of `scalar`: marks, joiners and their like.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.properties.isDefaultIgnorableCodePoint else { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format, .control: return true
        default: return false
        }
    }

    /// The folded letters that `scalar` looks like, or `nil` where it separates words.
    static func folded(_ scalar: Unicode.Scalar) -> [UInt8]? {
        if let byte = latin(scalar) { return shapes[byte].map { [$0] } ?? [byte] }
        if let pair = ligatures[scalar] { return pair.utf8.map { shapes[$0] ?? $0 } }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            // A letter that resembles none of ours stands for itself.
            return Array(scalar.properties.lowercaseMapping.utf8)
        default: return nil
        }
    }

    /// Characters that fonts hardly tell apart become one.
    private static let shapes: [UInt8: UInt8] = [
        UInt8(ascii: "i"): UInt8(ascii: "l"), UInt8(ascii: "1"): UInt8(ascii: "l"),
        UInt8(ascii: "|"): UInt8(ascii: "l"), UInt8(ascii: "0"): UInt8(ascii: "o"),
        UInt8(ascii: "3"): UInt8(ascii: "e"),
        UInt8(ascii: "4"): UInt8(ascii: "a"), UInt8(ascii: "5"): UInt8(ascii: "s"),
        UInt8(ascii: "$"): UInt8(ascii: "s"), UInt8(ascii: "@"): UInt8(ascii: "a"),
    ]

    /// The lower-case ASCII letter, digit or shape that `scalar` looks like.
    private static func latin(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: return UInt8(scalar.value)
        case 0x41...0x5A: return UInt8(scalar.value) | 0x20
        case 0x24, 0x40, 0x7C: return UInt8(scalar.value)
        case 0..<0x80: return nil
        case 0xFF01...0xFF5E:
            // Full width.
            return Unicode.Scalar(scalar.value - 0xFEE0).flatMap(latin(_:))
        case 0x1D400...0x1D6A3:
            // Mathematical letters: thirteen styles of capitals and small letters.
            return UInt8((scalar.value - 0x1D400) % 26) + 0x61
        case 0x1D7CE...0x1D7FF: return UInt8((scalar.value - 0x1D7CE) % 10) + 0x30
        case 0x24B6...0x24E9: return UInt8((scalar.value - 0x24B6) % 26) + 0x61
        case 0x1F130...0x1F149: return UInt8(scalar.value - 0x1F130) + 0x61
        case 0x1F150...0x1F169: return UInt8(scalar.value - 0x1F150) + 0x61
        case 0x1F170...0x1F189: return UInt8(scalar.value - 0x1F170) + 0x61
        default: return lookalikes[scalar]
        }
    }

    private static let ligatures: [Unicode.Scalar: String] = [
        "\u{FB00}": "ff", "\u{FB01}": "fi", "\u{FB02}": "fl", "æ": "ae", "Æ": "ae", "œ": "oe",
        "Œ": "oe", "ß": "ss", "ǆ": "dz", "ǉ": "lj", "ǌ": "nj",
    ]

    private static let lookalikes: [Unicode.Scalar: UInt8] = {
        var table: [Unicode.Scalar: UInt8] = [:]
        for (letter, others) in rows {
            for scalar in others.unicodeScalars { table[scalar] = letter }
        }
        return table
    }()

    /// Each Latin letter with characters that look like it, in either case.
    private static let rows: [(UInt8, String)] = [
        (UInt8(ascii: "a"), "аАαΑɑᎪàáâãäåāăąǎȧạảấầẩẫậắằẳẵặÀÁÂÃÄÅĀĂĄǍȦẠẢẤẦẨẪẬẮẰẲẴẶ∀"),
        (UInt8(ascii: "b"), "ЬВвΒβᏴƅᖯḃḅḇḂḄḆ"),
        (UInt8(ascii: "c"), "сСϲϹᏟⅽⅭçćĉċčÇĆĈĊČↄ¢"),
        (UInt8(ascii: "d"), "ԁԀᎠⅾⅮďđḋḍḏḑḓĎĐḊḌḎḐḒɗ"),
        (UInt8(ascii: "e"), "еЕёЁεΕᎬ℮ҽєЄèéêëēĕėęěẹẻẽếềểễệÈÉÊËĒĔĖĘĚẸẺẼẾỀỂỄỆ"),
        (UInt8(ascii: "f"), "ϝϜƒſḟḞ"),
        (UInt8(ascii: "g"), "ɡԍԌᏀĝğġģǧǵḡĜĞĠĢǦǴḠց"),
        (UInt8(ascii: "h"), "һҺНнΗᎻհĥħḣḥḧḩḫĤĦḢḤḦḨḪ"),
        (UInt8(ascii: "i"), "іІїЇιΙɩıᎥӏӀⅰⅠǀ∣ìíîïĩīĭįǐỉịÌÍÎÏĨĪĬĮİǏỈỊ"),
        (UInt8(ascii: "j"), "јЈϳᎫĵǰĴ"),
        (UInt8(ascii: "k"), "кКκΚᏦķĸǩḱḳḵĶǨḰḲḴ\u{212A}"),
        (UInt8(ascii: "l"), "ⅼⅬᏞĺļľŀłḷḹḻḽĹĻĽĿŁḶḸḺḼℓ"),
        (UInt8(ascii: "m"), "мМΜᎷⅿⅯḿṁṃḾṀṂ"),
        (UInt8(ascii: "n"), "ոΝηпПñńņňŉŋǹṅṇṉṋÑŃŅŇŊǸṄṆṈṊ"),
        (UInt8(ascii: "o"), "оОοΟσօՕᎾ૦๐०òóôõöøōŏőơǒọỏốồổỗộớờởỡợÒÓÔÕÖØŌŎŐƠǑỌỎỐỒỔỖỘỚỜỞỠỢ◯"),
        (UInt8(ascii: "p"), "рРρΡᏢṕṗṔṖ"),
        (UInt8(ascii: "q"), "ԛԚգզ"),
        (UInt8(ascii: "r"), "гᎡᏒŕŗřȑȓṙṛṝṟŔŖŘȐȒṘṚṜṞ"),
        (UInt8(ascii: "s"), "ѕЅᏚśŝşšșṡṣŚŜŞŠȘṠṢ"),
        (UInt8(ascii: "t"), "тТτΤᎢţťŧțṫṭṯṱŢŤŦȚṪṬṮṰ"),
        (UInt8(ascii: "u"), "υսՍᴜùúûüũūŭůűųưǔụủứừửữựÙÚÛÜŨŪŬŮŰŲƯǓỤỦỨỪỬỮỰ"),
        (UInt8(ascii: "v"), "νѵѴᏙⅴⅤṽṿṼṾ"),
        (UInt8(ascii: "w"), "ԝԜωᎳŵẁẃẅẇẉŴẀẂẄẆẈ"),
        (UInt8(ascii: "x"), "хХχΧⅹⅩẋẍẊẌ"),
        (UInt8(ascii: "y"), "уУүҮγΥᎩýÿŷȳẏỳỵỷỹÝŶŸȲẎỲỴỶỸ"),
        (UInt8(ascii: "z"), "ᏃΖźżžẑẓẕŹŻŽẐẒẔ"),
    ]
}
