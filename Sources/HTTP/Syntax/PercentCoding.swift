private import Primitives

/// Percent-encoding of octets (RFC 3986 §2.1).
public enum PercentCoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Returns `bytes` with every escape replaced by its octet, or `nil` when an escape is broken.
    ///
    /// `+` stays as it is: it means a space only in forms.
    public static func decode(_ bytes: some Collection<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            guard byte == 0x25 else {
                output.append(byte)
                continue
            }
            guard let high = iterator.next().flatMap(ASCII.hexValue),
                let low = iterator.next().flatMap(ASCII.hexValue)
            else { return nil }
            output.append(high << 4 | low)
        }
        return output
    }

    /// Returns the UTF-8 bytes of `text` with all but the unreserved characters escaped.
    public static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        for byte in text.utf8 { append(byte, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// Whether `byte` never needs an escape (RFC 3986 §2.3).
    static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2d || byte == 0x2e || byte == 0x5f
            || byte == 0x7e
    }

    /// Whether every `%` of `bytes` begins a whole escape.
    static func isWellFormed(_ bytes: ArraySlice<UInt8>) -> Bool {
        var offset = bytes.startIndex
        while offset < bytes.endIndex {
            guard bytes[offset] == 0x25 else {
                offset += 1
                continue
            }
            guard bytes.endIndex - offset > 2, ASCII.hexValue(bytes[offset + 1]) != nil,
                ASCII.hexValue(bytes[offset + 2]) != nil
            else { return false }
            offset += 3
        }
        return true
    }

    static func append(_ byte: UInt8, to output: inout [UInt8]) {
        if isUnreserved(byte) {
            output.append(byte)
        } else {
            output.append(0x25)
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 15)])
        }
    }
}
