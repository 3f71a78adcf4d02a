/// The declarations of one source file that have a size worth a ceiling.
struct Outline {
    /// A function, initializer, subscript or computed property with a body.
    struct Function: Equatable {
        var name: String
        var line: Int
        var bodyLines: Int
    }

    /// What a function is called with.
    struct Signature: Equatable {
        var name: String
        var line: Int
        var parameters: Int
    }

    /// A structure, class, actor, enumeration, protocol or extension.
    struct Declaration: Equatable {
        var name: String
        var kind: String
        var line: Int
        var storedProperties: Int
    }

    private(set) var functions: [Function] = []
    private(set) var signatures: [Signature] = []
    private(set) var types: [Declaration] = []

    private enum Scope {
        case type(Int)
        case function(name: String, line: Int)
        case other
    }

    private let tokens: [Token]
    private var scopes: [Scope] = []
    private var pending: Scope?
    private var roundDepth = 0

    init(of source: BlankedSource) {
        tokens = Token.split(source.bytes)
        var index = 0
        while index < tokens.count {
            index = visit(index)
        }
    }

    private static let typeKeywords: Set<String> = [
        "struct", "class", "actor", "enum", "protocol", "extension",
    ]

    /// Handles the token at `index` and returns where to go on.
    private mutating func visit(_ index: Int) -> Int {
        let token = tokens[index]
        switch token.text {
        case "(", "[": roundDepth += 1
        case ")", "]": roundDepth -= 1
        case "{": open()
        case "}": close(at: token.line)
        case "let": storeProperty(at: index)
        case "var":
            storeProperty(at: index)
            pending = .function(name: text(index + 1), line: token.line)
        case "func", "init", "subscript", "deinit":
            if text(index - 1) != "." { return function(at: index) }
        default:
            if Self.typeKeywords.contains(token.text) { type(at: index) }
        }
        return index + 1
    }

    private func text(_ index: Int) -> String {
        tokens.indices.contains(index) ? tokens[index].text : ""
    }

    private mutating func open() {
        if roundDepth == 0, let scope = pending {
            scopes.append(scope)
        } else {
            scopes.append(.other)
        }
        if roundDepth == 0 { pending = nil }
    }

    private mutating func close(at line: Int) {
        if case .function(let name, let start)? = scopes.popLast() {
            let body = max(line - start - 1, line == start ? 1 : 0)
            functions.append(Function(name: name, line: start, bodyLines: body))
        }
        if roundDepth == 0 { pending = nil }
    }

    private mutating func type(at index: Int) {
        // `class func`, `.extension`, `case protocol` and the like are no declarations.
        guard text(index + 1).first?.isLetter ?? false, text(index - 1) != ".",
            text(index + 1) != "func", text(index + 1) != "var", text(index + 1) != "let"
        else { return }
        let token = tokens[index]
        types.append(
            Declaration(
                name: text(index + 1),
                kind: token.text,
                line: token.line,
                storedProperties: 0
            )
        )
        pending = .type(types.count - 1)
    }

    /// Counts the property declared at `index` when it is stored in an instance of a type.
    private mutating func storeProperty(at index: Int) {
        guard roundDepth == 0, case .type(let owner)? = scopes.last else { return }
        pending = nil
        var modifier = index - 1
        while modifier >= 0, tokens[modifier].line == tokens[index].line {
            if ["static", "class"].contains(text(modifier)) { return }
            modifier -= 1
        }
        var depth = 0
        var names = 1
        var next = index + 1
        while next < tokens.count {
            let token = tokens[next]
            if depth == 0, token.line > tokens[next - 1].line, token.text != "{" { break }
            if depth == 0, token.text == "=" { break }
            if depth == 0, token.text == "{" {
                if !["willSet", "didSet"].contains(text(next + 1)) { return }
                break
            }
            if "([<".contains(token.text) { depth += 1 }
            if ")]".contains(token.text) { depth -= 1 }
            if token.text == ">", text(next - 1) != "-" { depth -= 1 }
            if depth == 0, token.text == "," { names += 1 }
            if token.text == "}" { break }
            next += 1
        }
        types[owner].storedProperties += names
    }

    /// Reads the head of the function at `index`; the brace that follows opens its body.
    private mutating func function(at index: Int) -> Int {
        let line = tokens[index].line
        let keyword = text(index)
        let name = keyword == "func" ? text(index + 1) : keyword
        var next = index + 1
        if keyword != "deinit" {
            while next < tokens.count, text(next) != "(" { next += 1 }
            next = parameters(from: next, name: name, line: line)
        }
        if case .type(let owner)? = scopes.last, types[owner].kind == "protocol" {
            pending = nil
        } else {
            pending = .function(name: name, line: line)
            while next < tokens.count, text(next) != "{", text(next) != "}" {
                if text(next) == "(" { roundDepth += 1 }
                if text(next) == ")" { roundDepth -= 1 }
                next += 1
            }
            if text(next) == "{" { pending = .function(name: name, line: tokens[next].line) }
        }
        return next
    }

    /// Counts the parameters in the parentheses at `start` and returns the place behind them.
    private mutating func parameters(from start: Int, name: String, line: Int) -> Int {
        var depth = 0
        var angles = 0
        var count = 0
        var isEmpty = true
        var next = start
        while next < tokens.count {
            let token = text(next)
            if "([{".contains(token) { depth += 1 }
            if ")]}".contains(token) { depth -= 1 }
            if token == "<" { angles += 1 }
            if token == ">", text(next - 1) != "-" { angles = max(0, angles - 1) }
            if depth == 0 { break }
            if depth == 1, angles == 0, token == "," { count += 1 }
            if next > start { isEmpty = false }
            next += 1
        }
        let trailingComma = text(next - 1) == ","
        let total = isEmpty ? 0 : count + (trailingComma ? 0 : 1)
        signatures.append(Signature(name: name, line: line, parameters: total))
        return next + 1
    }
}

/// A word or a single mark of the code, with its line from 1.
struct Token {
    var text: String
    var line: Int

    static func split(_ bytes: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var word: [UInt8] = []
        var line = 1
        func isWord(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || byte >= 0x80 || (48...57).contains(byte)
                || (65...90).contains(byte) || (97...122).contains(byte)
        }
        for byte in bytes {
            if isWord(byte) {
                word.append(byte)
                continue
            }
            if !word.isEmpty {
                tokens.append(Token(text: String(decoding: word, as: UTF8.self), line: line))
                word = []
            }
            if byte == UInt8(ascii: "\n") {
                line += 1
            } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") {
                tokens.append(Token(text: String(UnicodeScalar(byte)), line: line))
            }
        }
        if !word.isEmpty {
            tokens.append(Token(text: String(decoding: word, as: UTF8.self), line: line))
        }
        return tokens
    }
}
