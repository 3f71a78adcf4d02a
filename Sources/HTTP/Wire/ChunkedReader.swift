private import Primitives

/// Removes the chunked coding from a body (RFC 9112 §7.1), keeping its place between portions.
struct ChunkedReader: Sendable {
    private enum Place {
        case sizeStart, size, extensionBlank, extensionNameStart, extensionName, afterName
        case valueStart, token, quoted, escaped, afterValue, sizeLineFeed
        case data, dataReturn, dataLineFeed
    }

    private static let maximumSizeDigits = 16

    private var place = Place.sizeStart
    private var size: UInt64 = 0
    private var digits = 0
    private var extensionBytes = 0
    private(set) var body: [UInt8] = []

    private let maximumBodyBytes: Int
    private let maximumExtensionBytes: Int

    init(_ limits: HTTPLimits) {
        maximumBodyBytes = limits.maximumBodyBytes
        maximumExtensionBytes = limits.maximumChunkExtensionBytes
    }

    /// Forgets everything and hands out the body.
    mutating func takeBody() -> [UInt8] {
        let taken = body
        body = []
        (place, extensionBytes) = (.sizeStart, 0)
        return taken
    }

    /// Reads on from `position` and moves it.
    ///
    /// - Returns: Whether the last chunk's size line was read, so that the trailers follow.
    /// - Throws: The first fault.
    mutating func read(
        _ bytes: Span<UInt8>,
        at position: inout Int
    ) throws(MessageFault) -> Bool {
        while position < bytes.count {
            if place == .data {
                let count = min(Int(size), bytes.count - position)
                append(bytes, position..<position + count)
                size -= UInt64(count)
                position += count
                if size == 0 { place = .dataReturn }
                continue
            }
            let byte = bytes[position]
            position += 1
            switch place {
            case .dataReturn:
                guard byte == Grammar.carriageReturn else { throw .malformedChunk }
                place = .dataLineFeed
            case .dataLineFeed:
                guard byte == Grammar.lineFeed else { throw .malformedChunk }
                place = .sizeStart
            case .sizeLineFeed:
                guard byte == Grammar.lineFeed else { throw .malformedChunk }
                if try beginData() { return true }
            default:
                try readSizeLine(byte)
            }
        }
        return false
    }

    private mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let part = bytes.extracting(range)
        // Sound: the pointer is used only inside the closure, while the span is borrowed.
        unsafe part.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
    }

    /// Ends a size line; returns whether it was the last chunk's.
    private mutating func beginData() throws(MessageFault) -> Bool {
        guard size > 0 else { return true }
        guard size <= UInt64(maximumBodyBytes - body.count) else { throw .bodyTooLarge }
        place = .data
        return false
    }

    private mutating func readSizeLine(_ byte: UInt8) throws(MessageFault) {
        if place == .sizeStart {
            (size, digits, place) = (0, 0, .size)
        }
        if place == .size, let digit = ASCII.hexValue(byte) {
            digits += 1
            guard digits <= ChunkedReader.maximumSizeDigits else { throw .malformedChunk }
            size = size << 4 | UInt64(digit)
            return
        }
        guard digits > 0 else { throw .malformedChunk }
        if byte == Grammar.carriageReturn, mayEndLine {
            place = .sizeLineFeed
            return
        }
        extensionBytes += 1
        guard extensionBytes <= maximumExtensionBytes else { throw .malformedChunk }
        try readExtension(byte)
    }

    /// Whether the size line is complete as it stands.
    private var mayEndLine: Bool {
        switch place {
        case .size, .extensionName, .token, .afterValue: true
        default: false
        }
    }

    private mutating func readExtension(_ byte: UInt8) throws(MessageFault) {
        switch (place, byte) {
        case (.size, 0x3b), (.extensionBlank, 0x3b), (.extensionName, 0x3b), (.afterName, 0x3b),
            (.token, 0x3b), (.afterValue, 0x3b):
            place = .extensionNameStart
        case (.size, _) where Grammar.isBlank(byte):
            place = .extensionBlank
        case (.extensionName, _) where Grammar.isBlank(byte):
            place = .afterName
        case (.token, _) where Grammar.isBlank(byte), (.afterValue, _) where Grammar.isBlank(byte):
            place = .extensionBlank
        case (.extensionBlank, _) where Grammar.isBlank(byte),
            (.extensionNameStart, _) where Grammar.isBlank(byte),
            (.afterName, _) where Grammar.isBlank(byte),
            (.valueStart, _) where Grammar.isBlank(byte):
            break
        case (.extensionNameStart, _) where Grammar.isToken(byte):
            place = .extensionName
        case (.extensionName, 0x3d), (.afterName, 0x3d):
            place = .valueStart
        case (.valueStart, 0x22):
            place = .quoted
        case (.valueStart, _) where Grammar.isToken(byte):
            place = .token
        case (.extensionName, _) where Grammar.isToken(byte),
            (.token, _) where Grammar.isToken(byte):
            break
        case (.quoted, 0x22):
            place = .afterValue
        case (.quoted, 0x5c):
            place = .escaped
        case (.quoted, _) where Grammar.isFieldValue(byte):
            break
        case (.escaped, _) where Grammar.isFieldValue(byte):
            place = .quoted
        default:
            throw .malformedChunk
        }
    }
}
