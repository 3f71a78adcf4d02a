private import Primitives

/// Reads a status line (RFC 9112 §4), keeping its place between portions of bytes.
struct StatusLineReader: Sendable {
    private enum Place {
        case version, code, reason, lineFeed
    }

    private static let versionStem = Array("HTTP/1.".utf8)

    private var place = Place.version
    private var offset = 0

    /// 0 for HTTP/1.0, 1 for every later HTTP/1.
    private(set) var minorVersion = 1
    /// The status code.
    private(set) var code = 0

    private let maximumBytes: Int

    init(_ limits: HTTPLimits) {
        maximumBytes = limits.maximumStartLineBytes
    }

    /// Makes the reader ready for another line.
    mutating func reset() {
        (place, offset, code) = (.version, 0, 0)
    }

    /// Reads on from `position`; the parameters are those of ``FieldSectionReader``.
    ///
    /// - Returns: Whether the line is whole.
    /// - Throws: The first fault.
    mutating func read(
        _ bytes: Span<UInt8>,
        base: Int,
        at position: inout Int
    ) throws(MessageFault) -> Bool {
        let end = min(bytes.count, base + maximumBytes)
        while position < end {
            let byte = bytes[position]
            switch place {
            case .version: try readVersion(byte)
            case .code: try readCode(byte)
            case .reason:
                if byte == Grammar.carriageReturn {
                    place = .lineFeed
                } else if !Grammar.isFieldValue(byte) {
                    throw .malformedStatusLine
                }
            case .lineFeed:
                guard byte == Grammar.lineFeed else { throw .malformedLineEnd }
                position += 1
                return true
            }
            position += 1
        }
        guard bytes.count < base + maximumBytes else { throw .malformedStatusLine }
        return false
    }

    private mutating func readVersion(_ byte: UInt8) throws(MessageFault) {
        switch offset {
        case 0..<7:
            guard byte == StatusLineReader.versionStem[offset] else { throw .malformedStatusLine }
        case 7:
            guard ASCII.isDigit(byte) else { throw .malformedStatusLine }
            minorVersion = byte == 0x30 ? 0 : 1
        default:
            guard byte == Grammar.space else { throw .malformedStatusLine }
            place = .code
        }
        offset += 1
    }

    private mutating func readCode(_ byte: UInt8) throws(MessageFault) {
        // Nine bytes of version and space precede the code.
        if offset < 12 {
            guard ASCII.isDigit(byte) else { throw .malformedStatusLine }
            code = code * 10 + Int(byte - 0x30)
        } else {
            guard byte == Grammar.space, (100...599).contains(code) else {
                throw .malformedStatusLine
            }
            place = .reason
        }
        offset += 1
    }
}
