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

    /// Appends `text`, copying what needs no escape in one piece.
    @unsafe mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while true {
            // `start` and `end` never leave the bounds of `text`.
            let end = unsafe Self.endOfPlainRun(text, from: start)
            if start == 0, end == text.count { return unsafe bytes.append(contentsOf: text) }
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<end]))
            guard end < text.count else { return }
            unsafe appendEscape(of: text[end])
            start = end + 1
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

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0a: bytes.append(UInt8(ascii: "n"))
        case 0x0c: bytes.append(UInt8(ascii: "f"))
        case 0x0d: bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            bytes.append(contentsOf: [0x75, 0x30, 0x30, 0x30 + (byte >> 4)])
            let low = byte & 15
            bytes.append(low < 10 ? 0x30 + low : 0x61 + low - 10)
        }
    }
}
