/// The base64 encoding with padding (RFC 4648 §4), for the few protocols that want it.
public enum Base64 {
    /// Returns the encoding of `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var digits = Base64URL.encodedBytes(bytes).map { digit -> UInt8 in
            switch digit {
            case 0x2d: 0x2b
            case 0x5f: 0x2f
            default: digit
            }
        }
        while !digits.count.isMultiple(of: 4) { digits.append(0x3d) }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Returns the bytes that `text` encodes, or `nil` where it is not their canonical encoding.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        var digits = Array(text)
        while digits.last == 0x3d, text.count - digits.count < 2 { digits.removeLast() }
        guard !digits.contains(where: { [0x2d, 0x5f, 0x3d].contains($0) }) else { return nil }
        return Base64URL.decode(
            digits.map { digit -> UInt8 in
                switch digit {
                case 0x2b: 0x2d
                case 0x2f: 0x5f
                default: digit
                }
            }
        )
    }
}
