private import Primitives

/// Reads a request line (RFC 9112 §3), keeping its place between portions of bytes.
struct RequestLineReader: Sendable {
    private enum Place {
        case method, path, query, version, lineFeed
    }

    /// Methods are short; RFC 9112 §3 asks for 501 where one is longer than any that is known.
    private static let maximumMethodBytes = 32
    private static let versionStem = Array("HTTP/".utf8)

    private var place = Place.method
    private var versionStart = 0
    private var major: UInt8 = 0

    /// Where the method ends, from the line's first byte.
    private(set) var methodEnd = 0
    /// Where the target's `?` stands, if there is one.
    private(set) var queryMark: Int?
    /// Where the target ends.
    private(set) var targetEnd = 0
    /// 0 for HTTP/1.0, 1 for every later HTTP/1.
    private(set) var minorVersion = 1

    private let maximumBytes: Int

    init(_ limits: HTTPLimits) {
        maximumBytes = limits.maximumStartLineBytes
    }

    /// Makes the reader ready for another line.
    mutating func reset() {
        place = .method
        queryMark = nil
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
            switch place {
            case .method:
                position = Grammar.endOfRun(bytes, from: position, below: end) {
                    Grammar.isToken($0)
                }
                guard position - base <= RequestLineReader.maximumMethodBytes else {
                    throw .unknownMethod
                }
                guard position < end else { break }
                methodEnd = position - base
                guard bytes[position] == Grammar.space, methodEnd > 0 else {
                    throw .malformedRequestLine
                }
                position += 1
                place = .path
            case .path:
                position = Grammar.endOfRun(bytes, from: position, below: end) {
                    Grammar.isPath($0)
                }
                guard position < end else { break }
                if bytes[position] == 0x3f {
                    queryMark = position - base
                    position += 1
                    place = .query
                } else {
                    try endTarget(bytes[position], base: base, at: &position)
                }
            case .query:
                position = Grammar.endOfRun(bytes, from: position, below: end) {
                    Grammar.isQuery($0)
                }
                guard position < end else { break }
                try endTarget(bytes[position], base: base, at: &position)
            case .version:
                try readVersion(bytes[position], at: position - base - versionStart)
                position += 1
            case .lineFeed:
                guard bytes[position] == Grammar.lineFeed else { throw .malformedLineEnd }
                position += 1
                return true
            }
        }
        guard bytes.count < base + maximumBytes else { throw .targetTooLong }
        return false
    }

    private mutating func endTarget(
        _ byte: UInt8,
        base: Int,
        at position: inout Int
    ) throws(MessageFault) {
        // A line end here is HTTP/0.9 or an error, never a target.
        guard byte == Grammar.space else {
            throw byte == Grammar.carriageReturn || byte == Grammar.lineFeed
                ? .malformedRequestLine : .malformedTarget
        }
        targetEnd = position - base
        guard targetEnd > methodEnd + 1 else { throw .malformedRequestLine }
        position += 1
        versionStart = position - base
        place = .version
    }

    private mutating func readVersion(_ byte: UInt8, at index: Int) throws(MessageFault) {
        switch index {
        case 0..<5:
            guard byte == RequestLineReader.versionStem[index] else { throw .malformedRequestLine }
        case 5:
            guard ASCII.isDigit(byte) else { throw .malformedRequestLine }
            major = byte
        case 6:
            guard byte == 0x2e else { throw .malformedRequestLine }
        case 7:
            guard ASCII.isDigit(byte) else { throw .malformedRequestLine }
            // RFC 9110 §2.5: a higher minor version is read as the highest one known.
            minorVersion = byte == 0x30 ? 0 : 1
        default:
            guard byte == Grammar.carriageReturn else { throw .malformedRequestLine }
            guard major == 0x31 else { throw .unsupportedVersion }
            place = .lineFeed
        }
    }
}
