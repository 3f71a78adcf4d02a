internal import JSON
private import Primitives
internal import Publishing

/// Caption and headline, as they are found in a model's text.
struct ModelText: Equatable {
    let caption: String
    let headline: String
    let isCut: Bool

    private static let maximumHeadline = 80

    /// Reads a text, or returns `nil` where nothing of it is a post.
    init?(_ text: String) {
        guard let found = Self.parts(Self.withoutThoughts(text)) else { return nil }
        let limit = PostChange.maximumCaptionLength
        isCut = found.caption.unicodeScalars.count > limit
        caption = isCut ? String(found.caption.unicodeScalars.prefix(limit)) : found.caption
        guard caption.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            return nil
        }
        let own = found.headline.flatMap { $0.saysSomething ? $0 : nil }
        headline = String((own ?? Self.firstSentence(of: caption)).prefix(Self.maximumHeadline))
    }

    private typealias Parts = (caption: String, headline: String?)

    /// Headline and text, out of a fence or out of JSON where they are inside.
    private static func parts(_ text: String) -> Parts? {
        let (body, headline) = split(withoutFence(text))
        guard let inside = unwrapped(withoutFence(body)) else { return nil }
        let (caption, second) = split(inside.caption)
        return (caption, headline ?? inside.headline ?? second)
    }

    /// What models think aloud before they answer.
    private static func withoutThoughts(_ text: String) -> String {
        let text = trimmed(text)
        guard text.hasPrefix("<think>") else { return text }
        return text.parted(byText: "</think>")?.after ?? ""
    }

    /// The text without a fence of Markdown around all of it.
    private static func withoutFence(_ text: String) -> String {
        let text = trimmed(text)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.count > 2, lines[0].hasPrefix("```"), lines[lines.count - 1].hasPrefix("```")
        else { return text }
        return trimmed(lines[1..<(lines.count - 1)].joined(separator: "\n"))
    }

    /// Takes a headline off the beginning.
    private static func split(_ text: String) -> Parts {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.first, let headline = headline(first) else { return (text, nil) }
        return (trimmed(lines.dropFirst().joined(separator: "\n")), headline)
    }

    private static func headline(_ line: Substring) -> String? {
        let marks: Set<Character> = ["*", "#", "_", " "]
        let bare = line.drop(while: marks.contains(_:))
        guard bare.prefix(9).lowercased() == "headline:" else { return nil }
        return trimmed(String(bare.dropFirst(9).filter { $0 != "*" && $0 != "_" && $0 != "\"" }))
    }

    private static func trimmed(_ text: String) -> String {
        var body = text[...]
        while body.first?.isWhitespace == true { body = body.dropFirst() }
        while body.last?.isWhitespace == true { body = body.dropLast() }
        return String(body)
    }
}

// JSON, with which models that were trained to call programs answer unasked.
extension ModelText {
    private static let captionNames = ["caption", "text", "post", "content"]
    private static let headlineNames = ["headline", "title"]

    /// The post in a JSON text, any other text as it stands, or `nil` for JSON without a post.
    private static func unwrapped(_ text: String) -> Parts? {
        guard let first = text.utf8.first, [0x22, 0x5b, 0x7b].contains(first) else {
            return (text, nil)
        }
        if let json = try? JSONValue(parsing: Array(text.utf8)) { return post(in: json) }
        // What only begins as an object would is one that broke off, and nobody's post.
        let second = text.utf8.dropFirst().first { $0 > 0x20 }
        return first == 0x7b && second == 0x22 ? nil : (text, nil)
    }

    private static func post(in json: JSONValue) -> Parts? {
        if let text = json.stringValue { return (trimmed(text), nil) }
        if let items = json.arrayValue { return items.first.flatMap(post(in:)) }
        guard let member = captionNames.lazy.compactMap({ json[$0] }).first,
            let (caption, inner) = post(in: member)
        else { return nil }
        let headline = headlineNames.lazy.compactMap { json[$0]?.stringValue }.first
        return (caption, headline.map(trimmed) ?? inner)
    }
}

// A headline where the model gave none.
extension ModelText {
    /// The first sentence that says something; marks before it are not part of it.
    private static func firstSentence(of caption: String) -> String {
        var sentence = ""
        var rest = caption[...]
        while let character = rest.popFirst() {
            let isFull = "。！？\n".contains(character) || character.isNewline
            let isEnd = ".!?…".contains(character) && rest.first?.isWhitespace ?? true
            guard isFull || isEnd else {
                let isLeading = sentence.isEmpty && isMarkOrSpace(character)
                if !isLeading { sentence.append(character) }
                continue
            }
            if sentence.saysSomething { return trimmed(sentence) }
            sentence = ""
        }
        return sentence.saysSomething
            ? trimmed(sentence) : String(caption.prefix { !$0.isNewline })
    }

    private static func isMarkOrSpace(_ character: Character) -> Bool {
        character.isWhitespace || ".!?…".contains(character)
    }
}

extension String {
    /// Whether the text has letters or digits.
    fileprivate var saysSomething: Bool { contains { $0.isLetter || $0.isNumber } }
}
