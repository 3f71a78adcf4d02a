extension [UInt8] {
    /// Appends `value` in decimal, without the detour over a `String`.
    public mutating func append(decimal value: Int64) {
        if value < 0 { append(0x2d) }
        var rest = value.magnitude
        // Dividing by a constant is a multiplication, so the digits are made from the last one on.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            // Twenty digits are enough for every number, and only those that were set are read.
            var first = 20
            repeat {
                first -= 1
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                unsafe digits.initializeElement(
                    at: first,
                    to: UInt8(truncatingIfNeeded: digit) + 0x30
                )
                rest = quotient
            } while rest > 0
            unsafe append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
        }
    }

    /// Appends `value` in decimal with zeros before it up to `width` digits.
    ///
    /// - Parameters:
    ///   - value: A number that is not negative and has no more than `width` digits.
    ///   - width: From 1 to 18.
    public mutating func append(decimal value: Int, width: Int) {
        let end = count + width
        append(contentsOf: repeatElement(0x30, count: width))
        var rest = value
        var position = end
        while rest > 0, position > end - width {
            position -= 1
            self[position] += UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
