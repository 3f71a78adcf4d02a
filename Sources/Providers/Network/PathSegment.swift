internal import HTTP

/// A text of a network as one segment of a path.
enum PathSegment {
    /// Returns `text` with every byte escaped that is not unreserved (RFC 3986 §2.3).
    static func escaped(_ text: String) -> String {
        // A field without a name is the equals sign and the escaped value.
        let field = FormEncoder.encode([(name: "", value: text)])
        return String(decoding: field.dropFirst(), as: UTF8.self)
    }
}
