private import Primitives

/// Why bytes are not a form.
public enum FormError: Error, Equatable, Sendable {
    /// A `%` at this offset is not followed by two hexadecimal digits.
    case brokenEscape(offset: Int)
    /// The field that starts at this offset is not UTF-8 once decoded.
    case notUTF8(offset: Int)
    /// There are more fields than allowed; the payload is the limit.
    case tooManyFields(limit: Int)
}

/// Reads `application/x-www-form-urlencoded` content and queries.
///
/// Stricter than browsers' own reading: a broken escape and text that is not UTF-8 are refused
/// instead of passed on or mended, so that what was checked is what was sent.
public enum FormDecoder {
    /// Decodes `bytes` into its fields.
    ///
    /// Pairs are separated by `&`, empty ones are skipped, a pair without `=` has an empty value,
    /// and `+` is a space.
    ///
    /// - Parameters:
    ///   - bytes: The content of a form or the query of a target.
    ///   - maximumFields: The number of fields beyond which the form is refused.
    /// - Returns: The fields in their order, repetitions and empty values included.
    /// - Throws: ``FormError`` at the first fault.
    public static func decode(
        _ bytes: [UInt8],
        maximumFields: Int = 1_000
    ) throws(FormError) -> FormFields {
        var fields: [FormFields.Field] = []
        try forEachPair(bytes, maximumFields) { name, value throws(FormError) in
            let name = String(decoding: try decoded(bytes, name), as: UTF8.self)
            let value = String(decoding: try decoded(bytes, value), as: UTF8.self)
            fields.append(FormFields.Field(name: name, value: value))
        }
        return FormFields(fields)
    }

    /// Decodes `bytes` into the bytes of its fields, which are UTF-8; else as
    /// ``decode(_:maximumFields:)``.
    ///
    /// - Parameters:
    ///   - bytes: The content of a form.
    ///   - maximumFields: The number of fields beyond which the form is refused.
    ///   - body: Gets name and value of each field, in order.
    /// - Throws: ``FormError`` at the first fault.
    public static func decode(
        _ bytes: [UInt8],
        maximumFields: Int,
        _ body: (_ name: [UInt8], _ value: [UInt8]) -> Void
    ) throws(FormError) {
        try forEachPair(bytes, maximumFields) { name, value throws(FormError) in
            body(Array(try decoded(bytes, name)), Array(try decoded(bytes, value)))
        }
    }

    private static func forEachPair(
        _ bytes: [UInt8],
        _ maximumFields: Int,
        _ body: (_ name: Range<Int>, _ value: Range<Int>) throws(FormError) -> Void
    ) throws(FormError) {
        var count = 0
        var start = 0
        while start < bytes.count {
            var end = start
            var separator: Int?
            while end < bytes.count, bytes[end] != 0x26 {
                if bytes[end] == 0x3d, separator == nil { separator = end }
                end += 1
            }
            if end > start {
                guard count < maximumFields else { throw .tooManyFields(limit: maximumFields) }
                count += 1
                let valueStart = separator.map { $0 + 1 } ?? end
                try body(start..<(separator ?? end), valueStart..<end)
            }
            start = end + 1
        }
    }

    /// The bytes that `range` writes, checked to be UTF-8.
    private static func decoded(
        _ bytes: [UInt8],
        _ range: Range<Int>
    ) throws(FormError) -> ArraySlice<UInt8> {
        let isPlain: (UInt8) -> Bool = { $0 < 128 && $0 != 0x25 && $0 != 0x2b }
        let end = range.upperBound
        if Grammar.endOfRun(bytes.span, from: range.lowerBound, below: end, isPlain) == end {
            return bytes[range]
        }
        let decoded = try unescaped(bytes, range)
        guard String(validating: decoded, as: UTF8.self) != nil else {
            throw .notUTF8(offset: range.lowerBound)
        }
        return decoded
    }

    private static func unescaped(
        _ bytes: [UInt8],
        _ range: Range<Int>
    ) throws(FormError) -> ArraySlice<UInt8> {
        var output: [UInt8] = []
        output.reserveCapacity(range.count)
        var offset = range.lowerBound
        while offset < range.upperBound {
            switch bytes[offset] {
            case 0x2b:
                output.append(0x20)
                offset += 1
            case 0x25:
                guard offset + 2 < range.upperBound,
                    let high = ASCII.hexValue(bytes[offset + 1]),
                    let low = ASCII.hexValue(bytes[offset + 2])
                else { throw .brokenEscape(offset: offset) }
                output.append(high << 4 | low)
                offset += 3
            default:
                output.append(bytes[offset])
                offset += 1
            }
        }
        return output[...]
    }
}
