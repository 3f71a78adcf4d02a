/// The base64url encoding without padding (RFC 4648 §5), as the OAuth documents use it.
public enum Base64URL {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// The value of each byte as a digit, 255 for bytes outside the alphabet.
    private static let digits: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
        return table
    }()

    /// Returns the encoding of `bytes` as ASCII bytes.
    public static func encodedBytes(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count * 4 + 2) / 3)
        append(bytes, to: &output)
        return output
    }

    /// Appends the encoding of `bytes` to `output`.
    public static func append(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
        // The pointers of both closures are used only inside them.
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            unsafe append(buffer, to: &output)
        }
        guard isDone == nil else { return }
        unsafe Array(bytes).withUnsafeBufferPointer { unsafe append($0, to: &output) }
    }

    /// Returns the encoding of `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: encodedBytes(bytes), as: UTF8.self)
    }

    /// Returns the bytes that `text` encodes, or `nil` where it is not their canonical encoding.
    ///
    /// Padding, line ends, bytes outside the alphabet and non-zero trailing bits are all refused,
    /// so that no two texts decode to the same bytes.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        // The pointers of both closures are used only inside them.
        let decoded = text.withContiguousStorageIfAvailable { unsafe decode($0) }
        if let decoded { return decoded }
        return unsafe Array(text).withUnsafeBufferPointer { unsafe decode($0) }
    }

    // One loop over plain memory: generic code is not specialised for callers in other modules.
    @unsafe private static func append(
        _ bytes: UnsafeBufferPointer<UInt8>,
        to output: inout [UInt8]
    ) {
        let alphabet = alphabet
        var pending: UInt32 = 0
        var pendingBits: UInt32 = 0
        for position in 0..<bytes.count {
            // `position` is inside the buffer.
            pending = unsafe pending << 8 | UInt32(bytes[position])
            pendingBits += 8
            while pendingBits >= 6 {
                pendingBits -= 6
                output.append(alphabet[Int(pending >> pendingBits & 63)])
            }
        }
        if pendingBits > 0 {
            output.append(alphabet[Int(pending << (6 - pendingBits) & 63)])
        }
    }

    @unsafe private static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        // An array of no capacity is one for the whole process, and filling it writes to it: a race
        // between threads, though all write zero.
        guard !text.isEmpty else { return [] }
        let digits = digits
        var isCanonical = true
        let output = unsafe [UInt8](unsafeUninitializedCapacity: text.count * 3 / 4) {
            buffer,
            count in
            var pending: UInt32 = 0
            var pendingBits: UInt32 = 0
            var invalid: UInt8 = 0
            for position in 0..<text.count {
                // `position` is inside the text, and four digits make at most three bytes.
                let digit = unsafe digits[Int(text[position])]
                invalid |= digit & 0x80
                pending = pending << 6 | UInt32(digit & 63)
                pendingBits += 6
                if pendingBits >= 8 {
                    pendingBits -= 8
                    unsafe buffer[count] = UInt8(truncatingIfNeeded: pending >> pendingBits)
                    count += 1
                }
            }
            isCanonical = invalid == 0 && pending & ((1 << pendingBits) - 1) == 0
        }
        return isCanonical ? output : nil
    }
}
