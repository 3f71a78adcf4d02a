/// The kinds of files that can be published, known by their first bytes and by nothing else.
///
/// What a server or a file name says about a file is not believed.
public enum MediaType: String, Sendable, CaseIterable {
    /// A PNG picture.
    case png = "image/png"
    /// A JPEG picture.
    case jpeg = "image/jpeg"
    /// A GIF picture.
    case gif = "image/gif"
    /// An MP4 film.
    case mp4 = "video/mp4"
    /// An SVG card that this server drew; nobody can bring one.
    case svg = "image/svg+xml"

    /// The brands of the ISO base media file format that are MP4 (ISO/IEC 14496-12, -14).
    private static let brands = ["isom", "iso2", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V "]

    /// Recognises `bytes`, or returns `nil`.
    public init?(sniffing bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self = .png
        } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
            self = .gif
        } else if bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8),
            Self.brands.contains(where: { bytes[8..<12].elementsEqual($0.utf8) })
        {
            self = .mp4
        } else {
            return nil
        }
    }
}
