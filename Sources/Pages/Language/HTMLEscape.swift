/// Makes text harmless inside HTML.
enum HTMLEscape {
    /// Appends `text` so that it can stand as element content or inside a double-quoted attribute.
    ///
    /// It works on bytes: a quotation mark with a combining mark after it is one `Character` that
    /// does not equal `"`, and would otherwise end the attribute.
    static func append(_ text: String, to output: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): output += "&amp;".utf8
            case UInt8(ascii: "<"): output += "&lt;".utf8
            case UInt8(ascii: ">"): output += "&gt;".utf8
            case UInt8(ascii: "\""): output += "&quot;".utf8
            case UInt8(ascii: "'"): output += "&#39;".utf8
            // A parser replaces it anyway, with an error.
            case 0: output += "\u{fffd}".utf8
            default: output.append(byte)
            }
        }
    }
}
