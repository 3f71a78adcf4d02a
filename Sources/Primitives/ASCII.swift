/// Byte classes of US-ASCII, for grammars that are defined on bytes.
///
/// `Character` and `String` follow Unicode, where a Kelvin sign lowercases to `k` and an Arabic
/// digit is a number; protocol elements must not.
public enum ASCII {
    /// Whether `byte` is `0` to `9`.
    @inlinable
    public static func isDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10
    }

    /// Whether `byte` is `A` to `Z` or `a` to `z`.
    @inlinable
    public static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26
    }

    /// Returns `byte`, with `A` to `Z` turned into `a` to `z`.
    @inlinable
    public static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Returns `text` with `A` to `Z` turned into `a` to `z` and nothing else changed.
    public static func lowercased(_ text: String) -> String {
        String(decoding: text.utf8.map(lowercased(_:)), as: UTF8.self)
    }

    /// Returns the value of a hexadecimal digit in either case, or `nil`.
    public static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte - 0x30 }
        let letter = byte | 0x20
        return (0x61...0x66).contains(letter) ? letter - 0x61 + 10 : nil
    }

    /// Returns the number that `bytes` writes in decimal, or `nil`.
    ///
    /// Only digits count: no sign, no space, no separator. Values over `Int64.max` are `nil`.
    public static func decimal(_ bytes: some Collection<UInt8>) -> Int64? {
        guard !bytes.isEmpty, bytes.count <= 19 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard isDigit(byte) else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int64(byte - 0x30))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }
}

extension String {
    /// Whether the two texts are the same bytes.
    ///
    /// `==` compares by canonical equivalence, under which different byte strings are equal;
    /// identifiers, redirect URIs and scopes must be compared with this instead.
    @inlinable
    public func isIdentical(to other: String) -> Bool {
        // Most texts that differ have different lengths, which costs the caller no call.
        utf8.count == other.utf8.count && hasSameBytes(as: other)
    }

    /// Whether the text is these very bytes.
    @unsafe public func isIdentical(to bytes: UnsafeRawBufferPointer) -> Bool {
        guard utf8.count == bytes.count else { return false }
        let isEqual = unsafe utf8.withContiguousStorageIfAvailable { own in
            // Both pointers are used only inside this closure.
            unsafe areEqual(UnsafeRawBufferPointer(own), bytes)
        }
        return unsafe isEqual ?? utf8.elementsEqual(bytes)
    }

    @usableFromInline
    func hasSameBytes(as other: String) -> Bool {
        let isEqual = unsafe utf8.withContiguousStorageIfAvailable { left in
            unsafe other.utf8.withContiguousStorageIfAvailable { right in
                // Both pointers are used only inside these closures.
                unsafe areEqual(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
            }
        }
        return (isEqual ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}

/// Compares two buffers of one length, eight bytes at a time.
private func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    var offset = 0
    while offset + 8 <= left.count {
        // Eight bytes from `offset` on are inside both.
        let one = unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let other = unsafe right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        guard one == other else { return false }
        offset += 8
    }
    while offset < left.count {
        // `offset` is inside both.
        guard unsafe left[offset] == right[offset] else { return false }
        offset += 1
    }
    return true
}
