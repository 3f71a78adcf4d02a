internal import Publishing

extension MediaType {
    /// A name that says what the file is and nothing about where it came from.
    var fileName: String {
        switch self {
        case .png: "media.png"
        case .jpeg: "media.jpg"
        case .gif: "media.gif"
        case .mp4: "media.mp4"
        case .svg: "media.svg"
        }
    }
}
