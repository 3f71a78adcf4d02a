private import HTTP
private import Primitives

/// A file that is served as it is: its bytes, its media type and a validator made from both.
public struct StaticFile: Sendable {
    /// The path, for instance `/assets/wayleave.css`.
    public let path: String
    let mediaType: String
    let bytes: [UInt8]
    let entityTag: [UInt8]

    /// Describes a file.
    ///
    /// - Parameters:
    ///   - path: The path it is served at.
    ///   - mediaType: The value of `Content-Type`, a constant of the program.
    ///   - bytes: The content.
    ///   - digest: A digest of the content, for the entity tag.
    public init(path: String, mediaType: String, bytes: [UInt8], digest: [UInt8]) {
        self.path = path
        self.mediaType = mediaType
        self.bytes = bytes
        entityTag = Array("\"\(Base64URL.encode(digest.prefix(16)))\"".utf8)
    }
}
