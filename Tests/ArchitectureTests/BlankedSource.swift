/// Swift source whose comments, strings and quoted names are blanked, byte for byte.
///
/// What remains can be scanned for keywords and braces without a parser: everything that is not
/// code became spaces, every line break stayed where it was.
struct BlankedSource {
    /// The bytes of the code, as many as the original has.
    let bytes: [UInt8]
    /// For each line, from 0, whether a comment touches it.
    let linesWithComment: Set<Int>

    init(_ source: String) {
        var blanker = Blanker(source: Array(source.utf8))
        blanker.run()
        bytes = blanker.output
        linesWithComment = blanker.linesWithComment
    }

    /// The lines of the code.
    var lines: [String] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

/// The walk over one source file that ``BlankedSource`` makes.
private struct Blanker {
    let source: [UInt8]
    var output: [UInt8]
    var linesWithComment: Set<Int> = []
    var position = 0
    var line = 0

    init(source: [UInt8]) {
        self.source = source
        output = source
    }

    mutating func run() {
        while position < source.count {
            step()
        }
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        source.indices.contains(position + offset) ? source[position + offset] : nil
    }

    private func isAt(_ text: StaticString, offset: Int = 0) -> Bool {
        let wanted = Array(text.description.utf8)
        let start = position + offset
        return start + wanted.count <= source.count
            && source[start..<(start + wanted.count)].elementsEqual(wanted)
    }

    /// Moves over one byte of code and keeps it.
    private mutating func keep() {
        if byte() == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    /// Moves over `count` bytes and blanks them, line breaks excepted.
    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < source.count {
            if source[position] == UInt8(ascii: "\n") {
                line += 1
            } else {
                output[position] = UInt8(ascii: " ")
            }
            position += 1
        }
    }

    /// Moves over the next token of code, comment or literal.
    private mutating func step() {
        if isAt("//") {
            lineComment()
        } else if isAt("/*") {
            blockComment()
        } else if let hashes = hashesBeforeQuote() {
            string(hashes: hashes)
        } else if byte() == UInt8(ascii: "`") {
            quotedName()
        } else {
            keep()
        }
    }

    private mutating func lineComment() {
        linesWithComment.insert(line)
        while let next = byte(), next != UInt8(ascii: "\n") { blank() }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            linesWithComment.insert(line)
            if isAt("/*") {
                depth += 1
                blank(2)
            } else if isAt("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < source.count
    }

    /// Turns `` `a name` `` into a plain identifier of the same length.
    private mutating func quotedName() {
        repeat {
            output[position] = UInt8(ascii: "x")
            position += 1
        } while position < source.count && byte() != UInt8(ascii: "`")
        if position < source.count {
            output[position] = UInt8(ascii: "x")
            position += 1
        }
    }

    /// The number of `#` in front of a quotation mark here, if a string begins here.
    private func hashesBeforeQuote() -> Int? {
        var hashes = 0
        while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
        return byte(hashes) == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func string(hashes: Int) {
        let isMultiline = isAt("\"\"\"", offset: hashes)
        let quotes = isMultiline ? 3 : 1
        blank(hashes + quotes)
        while position < source.count {
            if byte() == UInt8(ascii: "\\"), isFollowedByHashes(hashes) {
                escape(hashes: hashes)
            } else if isAtEnd(quotes: quotes, hashes: hashes) {
                blank(quotes + hashes)
                return
            } else {
                blank()
            }
        }
    }

    private func isFollowedByHashes(_ hashes: Int) -> Bool {
        (0..<hashes).allSatisfy { byte(1 + $0) == UInt8(ascii: "#") }
    }

    private func isAtEnd(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { byte($0) == UInt8(ascii: "\"") }
            && (0..<hashes).allSatisfy { byte(quotes + $0) == UInt8(ascii: "#") }
    }

    /// Blanks an escape; an interpolation goes with everything inside it.
    private mutating func escape(hashes: Int) {
        blank(1 + hashes)
        guard byte() == UInt8(ascii: "(") else {
            blank()
            return
        }
        var depth = 0
        repeat {
            if let inner = hashesBeforeQuote() {
                string(hashes: inner)
                continue
            }
            if byte() == UInt8(ascii: "(") { depth += 1 }
            if byte() == UInt8(ascii: ")") { depth -= 1 }
            blank()
        } while depth > 0 && position < source.count
    }
}
