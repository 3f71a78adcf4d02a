internal import Primitives

/// A form with files (RFC 7578).
struct MultipartForm: Sendable {
    private let boundary: String
    private var content: [UInt8] = []

    /// Begins a form whose boundary is random, so that no file can hold it.
    init(_ random: any RandomSource) {
        boundary = "wayleave-" + Hex.encode(random.bytes(16))
    }

    /// The media type of ``bytes``.
    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    /// The whole form.
    var bytes: [UInt8] { content + Array("--\(boundary)--\r\n".utf8) }

    /// Adds a text; `name` is ours or a literal of the operator's file.
    mutating func append(_ name: String, _ value: String) {
        content += Array("--\(boundary)\r\n".utf8)
        content += Array("Content-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8)
        content += Array(value.utf8) + [0x0d, 0x0a]
    }

    /// Adds a file.
    mutating func append(_ name: String, file: [UInt8], named fileName: String, type: String) {
        content += Array("--\(boundary)\r\n".utf8)
        let disposition = "form-data; name=\"\(name)\"; filename=\"\(fileName)\""
        content += Array("Content-Disposition: \(disposition)\r\n".utf8)
        content += Array("Content-Type: \(type)\r\n\r\n".utf8)
        content += file + [0x0d, 0x0a]
    }
}
