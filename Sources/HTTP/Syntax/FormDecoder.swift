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
        var start = 0
        while start < bytes.count {
            var end = start
            var separator: Int?
            while end < bytes.count, bytes[end] != 0x26 {
                if bytes[end] == 0x3d, separator == nil { separator = end }
                end += 1
            }
            if end > start {
                guard fields.count < maximumFields else {
                    throw .tooManyFields(limit: maximumFields)
                }
                let nameEnd = separator ?? end
                let valueStart = separator.map { $0 + 1 } ?? end
                fields.append(
                    FormFields.Field(
                        name: try text(bytes, start..<nameEnd),
                        value: try text(bytes, valueStart..<end)
                    )
                )
            }
            start = end + 1
        }
        return FormFields(fields)
    }

    private static func text(
        _ bytes: [UInt8],
        _ range: Range<Int>
    ) throws(FormError) -> String {
        let isPlain: (UInt8) -> Bool = { $0 < 128 && $0 != 0x25 && $0 != 0x2b }
        let end = range.upperBound
        if Grammar.endOfRun(bytes.span, from: range.lowerBound, below: end, isPlain) == end {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        guard let text = String(validating: try unescaped(bytes, range), as: UTF8.self) else {
            throw .notUTF8(offset: range.lowerBound)
        }
        return text
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
