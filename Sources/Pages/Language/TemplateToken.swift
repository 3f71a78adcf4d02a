/// A piece of a template: text as it stands, or what a pair of braces asks for.
enum TemplateToken: Sendable, Equatable {
    /// Bytes that go to the page as they are.
    case literal([UInt8])
    /// `{{name}}`.
    case value(String)
    /// `{{#if name}}`, or `{{#unless name}}`.
    case condition(String, isNegated: Bool)
    /// `{{else}}`.
    case otherwise
    /// `{{#each name}}`.
    case loop(String)
    /// `{{/if}}`, `{{/unless}}` or `{{/each}}`; the word.
    case end(String)
    /// `{{> file}}`.
    case include(String)
    /// `{{layout file}}`.
    case layout(String)
    /// `{{content}}`.
    case content
}

/// A token and where it begins.
struct PlacedToken: Sendable, Equatable {
    let token: TemplateToken
    let position: TemplatePosition
}

/// Cuts a template into tokens.
struct TemplateLexer {
    private let bytes: [UInt8]
    private var offset = 0
    private var position: TemplatePosition
    private var tokens: [PlacedToken] = []

    /// Returns the tokens of a template.
    ///
    /// A line that holds nothing but one directive leaves no empty line on the page.
    static func tokens(
        of bytes: [UInt8],
        file: String
    ) throws(TemplateError) -> [PlacedToken] {
        var lexer = TemplateLexer(bytes: bytes, file: file)
        try lexer.run()
        return lexer.tokens
    }

    private init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        position = TemplatePosition(file: file)
    }

    private mutating func run() throws(TemplateError) {
        while offset < bytes.count {
            if isAt("{{") {
                try directive()
            } else {
                literal()
            }
        }
    }

    private func isAt(_ text: StaticString) -> Bool {
        bytes[offset...].starts(with: text.description.utf8)
    }

    private mutating func advance(to end: Int) {
        for byte in bytes[offset..<end] {
            if byte == UInt8(ascii: "\n") {
                position.line += 1
                position.column = 1
            } else {
                position.column += 1
            }
        }
        offset = end
    }

    private mutating func literal() {
        let start = offset
        let place = position
        var end = offset
        while end < bytes.count, !bytes[end...].starts(with: "{{".utf8) { end += 1 }
        advance(to: end)
        tokens.append(PlacedToken(token: .literal(Array(bytes[start..<end])), position: place))
    }

    private mutating func directive() throws(TemplateError) {
        let start = offset
        let place = position
        guard !isAt("{{{") else {
            throw place.error("there is no unescaped output; write {{name}}")
        }
        var end = offset + 2
        while end + 1 < bytes.count, bytes[end] != 0x7d || bytes[end + 1] != 0x7d {
            guard bytes[end] != UInt8(ascii: "\n") || bytes[offset + 2] == UInt8(ascii: "!") else {
                break
            }
            end += 1
        }
        guard end + 1 < bytes.count, bytes[end] == 0x7d, bytes[end + 1] == 0x7d else {
            throw place.error("the braces opened here are not closed on the same line")
        }
        let inside = String(decoding: bytes[(offset + 2)..<end], as: UTF8.self)
        let token = try Self.token(inside, at: place)
        advance(to: end + 2)
        if Self.mayStandAlone(token) { dropLine(around: start) }
        if let token { tokens.append(PlacedToken(token: token, position: place)) }
    }

    /// Whether a line with only this on it should vanish; a comment is `nil`.
    private static func mayStandAlone(_ token: TemplateToken?) -> Bool {
        if case .value = token { false } else { true }
    }

    /// Takes away the spaces before a directive and the line end after it, if it has its line to
    /// itself.
    private mutating func dropLine(around start: Int) {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        var lineStart = start
        while lineStart > 0, isSpace(bytes[lineStart - 1]) { lineStart -= 1 }
        guard lineStart == 0 || bytes[lineStart - 1] == UInt8(ascii: "\n") else { return }
        var end = offset
        while end < bytes.count, isSpace(bytes[end]) { end += 1 }
        guard end == bytes.count || bytes[end] == UInt8(ascii: "\n") else { return }
        if case .literal(let before) = tokens.last?.token, let place = tokens.popLast()?.position {
            let kept = Array(before.dropLast(start - lineStart))
            if !kept.isEmpty { tokens.append(PlacedToken(token: .literal(kept), position: place)) }
        }
        advance(to: min(end + 1, bytes.count))
    }

    private static func token(
        _ inside: String,
        at place: TemplatePosition
    ) throws(TemplateError) -> TemplateToken? {
        if inside.utf8.first == UInt8(ascii: "!") { return nil }
        let words = inside.split(separator: " ").map(String.init)
        switch (words.first ?? "", words.count) {
        case ("#if", 2): return .condition(try name(words[1], place), isNegated: false)
        case ("#unless", 2): return .condition(try name(words[1], place), isNegated: true)
        case ("#each", 2): return .loop(try name(words[1], place))
        case ("else", 1): return .otherwise
        case ("/if", 1), ("/unless", 1), ("/each", 1): return .end(String(words[0].dropFirst()))
        case (">", 2): return .include(words[1])
        case ("layout", 2): return .layout(words[1])
        case ("content", 1): return .content
        case (let word, 1): return .value(try name(word, place))
        default: throw place.error("{{\(inside)}} is no directive")
        }
    }

    private static func name(
        _ text: String,
        _ place: TemplatePosition
    ) throws(TemplateError) -> String {
        let isName = text.utf8.allSatisfy {
            (0x61...0x7a).contains($0 | 0x20) || (0x30...0x39).contains($0)
        }
        guard isName, !text.isEmpty else { throw place.error("“\(text)” is not a name") }
        return text
    }
}
