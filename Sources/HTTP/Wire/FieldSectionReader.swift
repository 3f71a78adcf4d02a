/// Reads field lines up to and including the empty line that ends them (RFC 9112 §5).
///
/// It keeps its place, so bytes may come in any portions; the outcome depends on the bytes alone.
struct FieldSectionReader: Sendable {
    private enum Place {
        case lineStart, name, valueStart, value, lineFeed, lastLineFeed
    }

    private(set) var entries: [HTTPFields.Entry] = []
    private var place = Place.lineStart
    private var nameStart = 0
    private var nameEnd = 0
    private var valueStart = 0

    private let maximumBytes: Int
    private let maximumFields: Int

    init(_ limits: HTTPLimits) {
        maximumBytes = limits.maximumHeadBytes
        maximumFields = limits.maximumFields
    }

    /// Forgets everything and hands out what was read.
    mutating func takeEntries() -> [HTTPFields.Entry] {
        let taken = entries
        entries = []
        place = .lineStart
        return taken
    }

    /// Reads on from `position`.
    ///
    /// - Parameters:
    ///   - bytes: What has arrived.
    ///   - base: Where the section's message begins; offsets and the size limit count from there.
    ///   - position: The first byte not read yet; moved on.
    /// - Returns: Whether the empty line was reached; `false` asks for more bytes.
    /// - Throws: The first fault.
    mutating func read(
        _ bytes: Span<UInt8>,
        base: Int,
        at position: inout Int
    ) throws(MessageFault) -> Bool {
        let end = min(bytes.count, base + maximumBytes)
        while position < end {
            switch place {
            case .lineStart:
                if let next = readWholeLine(bytes, base: base, from: position, below: end) {
                    position = next
                    continue
                }
                try beginLine(bytes[position], at: position - base)
                if place == .lastLineFeed { position += 1 }
            case .name:
                position = Grammar.endOfRun(bytes, from: position, below: end) {
                    Grammar.isToken($0)
                }
                guard position < end else { break }
                nameEnd = position - base
                guard bytes[position] == 0x3a, nameEnd > nameStart else {
                    throw .malformedFieldName
                }
                position += 1
                place = .valueStart
            case .valueStart:
                position = Grammar.endOfRun(bytes, from: position, below: end) {
                    Grammar.isBlank($0)
                }
                guard position < end else { break }
                valueStart = position - base
                place = .value
            case .value:
                position = Grammar.endOfFieldValue(bytes, from: position, below: end)
                guard position < end else { break }
                guard bytes[position] == Grammar.carriageReturn else {
                    throw .malformedFieldValue
                }
                endValue(bytes, base: base, at: position)
                position += 1
            case .lineFeed, .lastLineFeed:
                guard bytes[position] == Grammar.lineFeed else { throw .malformedLineEnd }
                position += 1
                if place == .lastLineFeed { return true }
                place = .lineStart
            }
        }
        guard bytes.count < base + maximumBytes else { throw .headTooLarge }
        return false
    }

    /// Reads a line that has arrived in full and is written in the usual way, which nearly all are.
    ///
    /// - Returns: Where the next line begins, or `nil` when this one must be read step by step.
    private mutating func readWholeLine(
        _ bytes: Span<UInt8>,
        base: Int,
        from start: Int,
        below end: Int
    ) -> Int? {
        let nameEnd = Grammar.endOfRun(bytes, from: start, below: end) { Grammar.isToken($0) }
        guard nameEnd > start, end - nameEnd > 3, bytes[nameEnd] == 0x3a,
            entries.count < maximumFields
        else { return nil }
        let valueStart = bytes[nameEnd + 1] == Grammar.space ? nameEnd + 2 : nameEnd + 1
        let valueEnd = Grammar.endOfFieldValue(bytes, from: valueStart, below: end)
        guard valueEnd > valueStart, end - valueEnd > 1, !Grammar.isBlank(bytes[valueStart]),
            !Grammar.isBlank(bytes[valueEnd - 1]), bytes[valueEnd] == Grammar.carriageReturn,
            bytes[valueEnd + 1] == Grammar.lineFeed
        else { return nil }
        append(name: start - base..<nameEnd - base, value: valueStart - base..<valueEnd - base)
        return valueEnd + 2
    }

    private mutating func append(name: Range<Int>, value: Range<Int>) {
        if entries.isEmpty { entries.reserveCapacity(16) }
        entries.append(
            HTTPFields.Entry(
                nameStart: UInt32(truncatingIfNeeded: name.lowerBound),
                nameEnd: UInt32(truncatingIfNeeded: name.upperBound),
                valueStart: UInt32(truncatingIfNeeded: value.lowerBound),
                valueEnd: UInt32(truncatingIfNeeded: value.upperBound)
            )
        )
    }

    private mutating func beginLine(_ byte: UInt8, at offset: Int) throws(MessageFault) {
        if byte == Grammar.carriageReturn {
            place = .lastLineFeed
            return
        }
        // RFC 9112 §5.2 lets a server refuse line folding; readers differ on it, so this one does.
        guard !Grammar.isBlank(byte) else {
            throw entries.isEmpty ? .malformedFieldName : .foldedField
        }
        guard entries.count < maximumFields else { throw .tooManyFields }
        nameStart = offset
        place = .name
    }

    private mutating func endValue(_ bytes: Span<UInt8>, base: Int, at position: Int) {
        var valueEnd = position
        while valueEnd - base > valueStart, Grammar.isBlank(bytes[valueEnd - 1]) { valueEnd -= 1 }
        append(name: nameStart..<nameEnd, value: valueStart..<valueEnd - base)
        place = .lineFeed
    }
}
