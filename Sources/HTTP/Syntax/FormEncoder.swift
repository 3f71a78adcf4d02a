/// Writes `application/x-www-form-urlencoded` content and queries.
public enum FormEncoder {
    /// Returns `fields` encoded, every byte that is not unreserved escaped and a space as `%20`.
    ///
    /// `%20` is read the same by form decoders and by plain percent decoders, `+` is not.
    public static func encode(_ fields: FormFields) -> [UInt8] {
        var output: [UInt8] = []
        for field in fields.all {
            append(name: field.name, value: field.value, to: &output)
        }
        return output
    }

    /// Returns `pairs` encoded as by ``encode(_:)-(FormFields)``.
    public static func encode(_ pairs: [(name: String, value: String)]) -> [UInt8] {
        var output: [UInt8] = []
        for pair in pairs {
            append(name: pair.name, value: pair.value, to: &output)
        }
        return output
    }

    /// Appends one field to `output`, with `&` before it unless `output` is empty.
    public static func append(name: String, value: String, to output: inout [UInt8]) {
        if !output.isEmpty { output.append(0x26) }
        append(name, to: &output)
        output.append(0x3d)
        append(value, to: &output)
    }

    private static func append(_ text: String, to output: inout [UInt8]) {
        // Names and tokens rarely have anything to escape.
        if text.utf8.allSatisfy(PercentCoding.isUnreserved) {
            output.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 { PercentCoding.append(byte, to: &output) }
    }
}
