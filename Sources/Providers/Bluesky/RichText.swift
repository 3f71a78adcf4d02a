internal import JSON
internal import Primitives
internal import Publishing

/// The links and hashtags of a text, as `app.bsky.richtext.facet` has them.
///
/// Places are counted in bytes of UTF-8, the end not included.
enum RichText {
    /// What a place in a text stands for.
    struct Facet: Equatable {
        enum Feature: Equatable {
            case link(String)
            case tag(String)
        }

        let bytes: Range<Int>
        let feature: Feature
    }

    /// The longest hashtag, without `#`.
    private static let maximumTagBytes = 640
    private static let maximumTagGraphemes = 64

    /// Finds the facets of `text`, in order.
    static func facets(of text: String) -> [Facet] {
        let bytes = Array(text.utf8)
        var facets: [Facet] = []
        var index = 0
        while index < bytes.count {
            let end = bytes[index...].firstIndex(where: isSpace) ?? bytes.count
            if let facet = facet(bytes[index..<end]) { facets.append(facet) }
            index = end + 1
        }
        return facets
    }

    /// The facet that one word is, without what stands around it.
    private static func facet(_ word: ArraySlice<UInt8>) -> Facet? {
        var word = word
        while let first = word.first, first == 0x28 || first == 0x5b { word = word.dropFirst() }
        if word.first == UInt8(ascii: "#") { return tag(word) }
        guard word.starts(with: "https://".utf8) || word.starts(with: "http://".utf8) else {
            return nil
        }
        let link = word[..<WebLink.end(of: word)]
        guard let host = link.split(separator: 0x2f).dropFirst().first, host.contains(0x2e) else {
            return nil
        }
        return Facet(
            bytes: link.startIndex..<link.endIndex,
            feature: .link(String(decoding: link, as: UTF8.self))
        )
    }

    private static func tag(_ word: ArraySlice<UInt8>) -> Facet? {
        var tag = word.dropFirst()
        let end = tag.firstIndex { byte in
            byte < 0x80 && !ASCII.isLetter(byte) && !ASCII.isDigit(byte)
                && byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-")
        }
        if let end { tag = tag[..<end] }
        let text = String(decoding: tag, as: UTF8.self)
        guard !tag.isEmpty, tag.contains(where: { !ASCII.isDigit($0) }),
            tag.count <= maximumTagBytes, text.count <= maximumTagGraphemes
        else { return nil }
        return Facet(bytes: word.startIndex..<tag.endIndex, feature: .tag(text))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
}

extension RichText.Facet {
    /// The facet as a record has it.
    var json: JSONValue {
        let feature: JSONValue =
            switch feature {
            case .link(let address):
                ["$type": "app.bsky.richtext.facet#link", "uri": .string(address)]
            case .tag(let tag): ["$type": "app.bsky.richtext.facet#tag", "tag": .string(tag)]
            }
        return [
            "index": [
                "byteStart": .integer(Int64(bytes.lowerBound)),
                "byteEnd": .integer(Int64(bytes.upperBound)),
            ],
            "features": [feature],
        ]
    }
}
