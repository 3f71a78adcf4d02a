extension [UInt8] {
    /// Appends `value` in decimal, without the detour over a `String`.
    public mutating func append(decimal value: Int64) {
        if value < 0 { append(0x2d) }
        var rest = value.magnitude
        var divisor: UInt64 = 1
        while rest / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: rest / divisor) + 0x30)
            rest %= divisor
            divisor /= 10
        }
    }

    /// Appends `value` in decimal with zeros before it up to `width` digits.
    ///
    /// - Parameters:
    ///   - value: A number that is not negative and has no more than `width` digits.
    ///   - width: From 1 to 18.
    public mutating func append(decimal value: Int, width: Int) {
        var divisor = 1
        for _ in 1..<Swift.max(1, width) { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: value / divisor % 10) + 0x30)
            divisor /= 10
        }
    }
}
