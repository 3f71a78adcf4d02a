extension [UInt8] {
    /// Appends a text that stands in our own code.
    public mutating func append(literal: StaticString) {
        // The literal lives as long as the process.
        literal.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }
}
