/// Just enough of an HTML reader to see which elements and attributes a page has.
///
/// It reads as a browser would where that matters here: a `<` before a letter opens a tag,
/// quotation marks delimit values, and whatever is inside them cannot begin an element.
struct TinyHTML {
    struct Element: Equatable {
        let name: String
        let attributes: [(name: String, value: String)]
        let isClosing: Bool
        /// The text from the start of this tag to the next one, tags excluded.
        var text = ""

        subscript(_ attribute: String) -> String? {
            attributes.first { $0.name == attribute }?.value
        }

        /// The tag without the values of its attributes.
        var skeleton: String {
            (isClosing ? "/" : "") + name + attributes.map { " " + $0.name }.joined()
        }

        static func == (left: Element, right: Element) -> Bool {
            left.skeleton == right.skeleton && left.text == right.text
        }
    }

    private(set) var elements: [Element] = []

    var opened: [Element] { elements.filter { !$0.isClosing } }

    func all(_ name: String) -> [Element] { opened.filter { $0.name == name } }

    static let voidElements: Set<String> = ["meta", "link", "img", "input", "br", "hr"]

    init(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            let isTag =
                bytes[index] == 0x3c && index + 1 < bytes.count
                && (Self.isLetter(bytes[index + 1]) || bytes[index + 1] == 0x2f)
            if isTag {
                elements.append(Self.tag(bytes, &index))
            } else {
                let start = index
                index += 1
                while index < bytes.count, bytes[index] != 0x3c { index += 1 }
                if !elements.isEmpty {
                    let text = String(decoding: bytes[start..<index], as: UTF8.self)
                    elements[elements.count - 1].text += text
                }
            }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x09 || byte == 0x0d || byte == 0x0c
    }

    private static func tag(_ bytes: [UInt8], _ index: inout Int) -> Element {
        index += 1
        let isClosing = bytes[index] == 0x2f
        if isClosing { index += 1 }
        let name = word(bytes, &index, until: [0x3e, 0x2f])
        var attributes: [(name: String, value: String)] = []
        while index < bytes.count, bytes[index] != 0x3e {
            if isSpace(bytes[index]) || bytes[index] == 0x2f {
                index += 1
                continue
            }
            let attribute = word(bytes, &index, until: [0x3e, 0x2f, 0x3d])
            guard index < bytes.count, bytes[index] == 0x3d else {
                attributes.append((attribute, ""))
                continue
            }
            index += 1
            attributes.append((attribute, value(bytes, &index)))
        }
        index += 1
        return Element(name: name, attributes: attributes, isClosing: isClosing)
    }

    private static func value(_ bytes: [UInt8], _ index: inout Int) -> String {
        guard index < bytes.count, bytes[index] == 0x22 || bytes[index] == 0x27 else {
            return word(bytes, &index, until: [0x3e])
        }
        let quote = bytes[index]
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != quote { index += 1 }
        let end = index
        index = min(index + 1, bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func word(
        _ bytes: [UInt8],
        _ index: inout Int,
        until stops: [UInt8]
    ) -> String {
        let start = index
        while index < bytes.count, !isSpace(bytes[index]), !stops.contains(bytes[index]) {
            index += 1
        }
        // A stop where a word should begin is a word of its own, so that reading always moves on.
        if index == start, index < bytes.count, bytes[index] != 0x3e { index += 1 }
        return String(
            decoding: bytes[start..<index].map { isLetter($0) ? $0 | 0x20 : $0 },
            as: UTF8.self
        )
    }
}
