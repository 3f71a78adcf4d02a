private import Primitives

extension JSONReader {
    /// Reads a text whose opening quote the position is at.
    mutating func string() throws(Reason) -> String {
        let start = position + 1
        // The pointer is used only inside the closure.
        position = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe JSONWriter.endOfPlainRun(buffer, from: start)
        }
        switch try peek() {
        case UInt8(ascii: "\""):
            let text = try text(bytes, start..<position)
            position += 1
            return text
        case UInt8(ascii: "\\"): return try escapedString(from: start)
        default: throw .controlByte
        }
    }

    private func text(_ bytes: [UInt8], _ range: Range<Int>) throws(Reason) -> String {
        // The pointer is used only inside the closure.
        let text = unsafe bytes.withUnsafeBufferPointer { buffer -> String? in
            let piece = unsafe UnsafeBufferPointer(rebasing: buffer[range])
            // Validation is generic code of the library and several times dearer than a look.
            let bits = unsafe piece.reduce(UInt8(0), |)
            guard bits >= 0x80 else { return unsafe String(decoding: piece, as: UTF8.self) }
            return unsafe String(validating: piece, as: UTF8.self)
        }
        guard let text else { throw .invalidUTF8 }
        return text
    }

    /// Goes on with a text that began at `start`, from its first backslash.
    private mutating func escapedString(from start: Int) throws(Reason) -> String {
        var unescaped = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            if byte == UInt8(ascii: "\"") {
                let text = try text(unescaped, unescaped.indices)
                position += 1
                return text
            }
            guard byte >= 0x20 else { throw .controlByte }
            if byte == UInt8(ascii: "\\") {
                try appendEscape(to: &unescaped)
            } else {
                unescaped.append(byte)
                position += 1
            }
        }
    }

    private mutating func appendEscape(to output: inout [UInt8]) throws(Reason) {
        position += 1
        let letter = try peek()
        if letter == UInt8(ascii: "u") {
            let scalar = try escapedScalar()
            output.append(contentsOf: String(scalar).utf8)
            return
        }
        guard let byte = Self.escapes[letter] else { throw .invalidEscape }
        output.append(byte)
        position += 1
    }

    /// What the two-character escapes stand for (RFC 8259 §7).
    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "/"): 0x2f,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0c, UInt8(ascii: "n"): 0x0a,
        UInt8(ascii: "r"): 0x0d, UInt8(ascii: "t"): 0x09,
    ]

    /// Reads `uXXXX`, or `uXXXX\uXXXX` where the first is a high surrogate.
    private mutating func escapedScalar() throws(Reason) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, position + 1 < bytes.count,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { throw .loneSurrogate }
        position += 1
        let second = try codeUnit()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw .loneSurrogate }
        return scalar
    }

    /// Reads the `uXXXX` of an escape.
    private mutating func codeUnit() throws(Reason) -> UInt32 {
        position += 1
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = ASCII.hexValue(try peek()) else { throw .invalidEscape }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    /// Reads a number whose first byte the position is at (RFC 8259 §6).
    mutating func number() throws(Reason) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let digits = try integerPart()
        let isWhole = try !fractionAndExponent()
        if isWhole, let value = Self.whole(bytes[digits], isNegative: isNegative) {
            return .integer(value)
        }
        // The grammar was checked above, so the library's own, wider one cannot let anything in.
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw .numberOutOfRange }
        return .number(value)
    }

    private mutating func integerPart() throws(Reason) -> Range<Int> {
        let start = position
        try digits()
        guard bytes[start] != UInt8(ascii: "0") || position == start + 1 else {
            throw .invalidNumber
        }
        return start..<position
    }

    /// Reads `.5`, `e10`, both or neither, and returns whether there was one.
    private mutating func fractionAndExponent() throws(Reason) -> Bool {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return position != start
    }

    /// Reads at least one digit.
    private mutating func digits() throws(Reason) {
        guard ASCII.isDigit(try peek()) else { throw .invalidNumber }
        repeat { position += 1 } while position < bytes.count && ASCII.isDigit(bytes[position])
    }

    private static func whole(_ digits: ArraySlice<UInt8>, isNegative: Bool) -> Int64? {
        guard digits.count <= 19 else { return nil }
        var value: Int64 = 0
        for byte in digits {
            let digit = Int64(byte - 0x30)
            let (shifted, isTooGreat) = value.multipliedReportingOverflow(by: 10)
            // Counting downwards for negative numbers reaches Int64.min, whose opposite is no
            // Int64.
            let (next, overflows) =
                isNegative
                ? shifted.subtractingReportingOverflow(digit)
                : shifted.addingReportingOverflow(digit)
            guard !isTooGreat, !overflows else { return nil }
            value = next
        }
        return value
    }
}
