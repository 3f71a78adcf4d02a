/// The byte classes and small productions that the grammars of HTTP share.
enum Grammar {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let space: UInt8 = 0x20

    // One bit for each byte below 128: the first word holds 0–63, the second 64–127.
    private static let tokenLow: UInt64 = 0x03ff_6cfa_0000_0000
    private static let tokenHigh: UInt64 = 0x57ff_ffff_c7ff_fffe
    private static let pathLow: UInt64 = 0x2fff_fff2_0000_0000
    private static let pathHigh: UInt64 = 0x7fff_ffff_efff_ffff

    /// Whether `byte` may stand in a token (RFC 9110 §5.6.2).
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        // Letters and `-` are nearly all of it.
        if (byte | 0x20) &- 0x61 < 26 || byte == 0x2d { return true }
        return byte < 128 && (byte < 64 ? tokenLow : tokenHigh) >> UInt64(byte & 63) & 1 == 1
    }

    /// Whether `byte` may stand in a request target before `?`.
    ///
    /// Visible ASCII without `"`, `#`, `<`, `>` and `\`; browsers send the other characters that
    /// RFC 3986 leaves out, so refusing those would turn people away.
    @inline(__always)
    static func isPath(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? pathLow : pathHigh) >> UInt64(byte & 63) & 1 == 1
    }

    /// Whether `byte` may stand in a request target after `?`: as ``isPath(_:)``, and `?` and `\`.
    @inline(__always)
    static func isQuery(_ byte: UInt8) -> Bool {
        isPath(byte) || byte == 0x3f || byte == 0x5c
    }

    /// Whether `byte` may stand in a field value: no control octet but tab (RFC 9110 §5.5).
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool {
        byte >= space && byte != 0x7f || byte == tab
    }

    /// Whether `byte` is a space or a tab.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == space || byte == tab
    }

    /// Returns `byte` with `A` to `Z` turned into `a` to `z`.
    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Whether `bytes` is a token.
    static func isToken(_ bytes: [UInt8]) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { isToken($0) }
    }

    /// Whether `bytes` is a field value without blanks at its ends; the empty one is.
    static func isFieldValue(_ bytes: [UInt8]) -> Bool {
        isFieldValue(bytes[...])
    }

    /// Whether `bytes` is a field value without blanks at its ends; the empty one is.
    static func isFieldValue(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return true }
        return !isBlank(first) && !isBlank(last) && bytes.allSatisfy { isFieldValue($0) }
    }

    /// Whether the `range` of `bytes` spells `name`, ASCII case aside.
    @inline(__always)
    static func equalIgnoringCase(
        _ bytes: Span<UInt8>,
        _ range: Range<Int>,
        _ name: [UInt8]
    ) -> Bool {
        guard range.count == name.count, range.lowerBound >= 0, range.upperBound <= bytes.count
        else { return false }
        let name = name.span
        for index in 0..<range.count {
            // Sound: the range lies within `bytes` and is as long as `name`, both checked above.
            let left = unsafe bytes[unchecked: range.lowerBound &+ index]
            let right = unsafe name[unchecked: index]
            // Most senders write names as we do, so equality is asked first.
            guard left == right || lowercased(left) == lowercased(right) else { return false }
        }
        return true
    }

    /// Returns the offset from `start` on, below `end`, of the first byte that is not in
    /// `isMember`.
    ///
    /// `end` is at most the number of bytes. This is the inner loop of every reader.
    @inline(__always)
    static func endOfRun(
        _ bytes: Span<UInt8>,
        from start: Int,
        below end: Int,
        _ isMember: (UInt8) -> Bool
    ) -> Int {
        precondition(start >= 0 && end <= bytes.count)
        var offset = start
        // Sound: `offset` lies between `start` and `end`, which were checked against the bounds.
        while offset < end, unsafe isMember(bytes[unchecked: offset]) { offset += 1 }
        return offset
    }

    /// Returns the offset from `start` on, below `end`, of the first byte that ends a field value.
    ///
    /// Values are most of a head, so printable ASCII is taken eight bytes at a time.
    static func endOfFieldValue(_ bytes: Span<UInt8>, from start: Int, below end: Int) -> Int {
        precondition(start >= 0 && end <= bytes.count)
        let highBits: UInt64 = 0x8080_8080_8080_8080
        let raw = unsafe bytes.bytes
        var offset = start
        while end &- offset >= 8 {
            // Sound: eight bytes from `offset` lie below `end`, which was checked against the
            // bounds.
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            // A byte's high bit is set where it is above ASCII, below a space, or DEL; behind a
            // byte above ASCII it may be set in vain, which the second look finds out.
            let doubtful =
                (word | ~((word | highBits) &- 0x2020_2020_2020_2020)
                    | (word &+ 0x0101_0101_0101_0101)) & highBits
            if doubtful == 0 {
                offset &+= 8
                continue
            }
            offset &+= UInt64(littleEndian: doubtful).trailingZeroBitCount >> 3
            // Sound: the offset moved by less than the eight bytes that lie below `end`.
            guard unsafe isFieldValue(bytes[unchecked: offset]) else { return offset }
            offset &+= 1
        }
        return endOfRun(bytes, from: offset, below: end) { isFieldValue($0) }
    }

    /// Splits `bytes` at commas into trimmed, non-empty members (RFC 9110 §5.6.1).
    static func listMembers(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x2c).map(trimmed).filter { !$0.isEmpty }
    }

    /// Returns `bytes` without blanks at its ends.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var slice = bytes.drop { isBlank($0) }
        while let last = slice.last, isBlank(last) { slice.removeLast() }
        return slice
    }
}
