extension JSONWriter {
    mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { buffer in
            // The pointer is used only inside this closure.
            unsafe appendEscaped(buffer)
        }
        if isDone == nil {
            unsafe Array(text.utf8).withUnsafeBufferPointer { buffer in
                // As above.
                unsafe appendEscaped(buffer)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends `text` with what JSON escapes escaped.
    @unsafe mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        // The pieces that are shown here never leave the bounds of `text`.
        let plain = unsafe Self.endOfPlainRun(text, from: 0)
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[..<plain]))
        var start = plain
        while start < text.count {
            let end = min(start + Self.escapedAtOnce, text.count)
            unsafe appendEscaped(piece: UnsafeBufferPointer(rebasing: text[start..<end]))
            start = end
        }
    }

    /// Bytes of a text with escapes that are written in one go.
    private static let escapedAtOnce = 1_024

    /// Appends a piece that has escapes, through a buffer with room for nothing but escapes.
    @unsafe private mutating func appendEscaped(piece: UnsafeBufferPointer<UInt8>) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 6 * piece.count) { buffer in
            var count = 0
            for index in 0..<piece.count {
                // A byte becomes at most six, and `buffer` has room for that.
                let byte = unsafe piece[index]
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                    unsafe buffer[count] = byte
                    count += 1
                } else {
                    for part in Self.escape(of: byte) {
                        unsafe buffer[count] = part
                        count += 1
                    }
                }
            }
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Where the first byte at or after `start` lies that needs an escape, or the end.
    ///
    /// Eight bytes at a time: nearly all texts need none.
    @unsafe static func endOfPlainRun(
        _ text: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int {
        var index = start
        let raw = UnsafeRawBufferPointer(text)
        while index + 8 <= text.count {
            // The eight bytes from `index` on are inside the text.
            let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if needsEscape(word) { break }
            index += 8
        }
        while index < text.count {
            // `index` is inside the text.
            let byte = unsafe text[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        return index
    }

    /// Whether one of eight bytes is a control, a quote or a backslash.
    private static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5c)
        // A byte borrows from its neighbour only where one of them is found anyway.
        let found =
            (word &- ones &* 0x20) & ~word | (quote &- ones) & ~quote
            | (backslash &- ones) & ~backslash
        return found & tops != 0
    }

    /// The escape of each byte that needs one, made once.
    private static let escapes: [[UInt8]] = (0..<UInt8(0x5d)).map { byte in
        switch byte {
        case 0x08: Array(#"\b"#.utf8)
        case 0x09: Array(#"\t"#.utf8)
        case 0x0a: Array(#"\n"#.utf8)
        case 0x0c: Array(#"\f"#.utf8)
        case 0x0d: Array(#"\r"#.utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
        default: Array(#"\u00"#.utf8) + [0x30 + (byte >> 4), hexDigit(byte & 15)]
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x61 + value - 10
    }

    private static func escape(of byte: UInt8) -> [UInt8] {
        escapes[Int(byte)]
    }
}
