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
        if entries.isEmpty { entries.reserveCapacity(16) }
        entries.append(
            HTTPFields.Entry(
                nameStart: UInt32(truncatingIfNeeded: nameStart),
                nameEnd: UInt32(truncatingIfNeeded: nameEnd),
                valueStart: UInt32(truncatingIfNeeded: valueStart),
                valueEnd: UInt32(truncatingIfNeeded: valueEnd - base)
            )
        )
        place = .lineFeed
    }
}
