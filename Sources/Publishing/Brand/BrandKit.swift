public import Primitives

/// How a brand speaks and looks.
public struct BrandKit: Sendable, Equatable {
    /// A colour of the brand.
    public struct Colour: Sendable, Equatable {
        /// What the brand calls it.
        public let name: String
        /// Its value, `#1b4d3e`.
        public let hex: String

        /// Names a colour.
        public init(name: String, hex: String) {
            self.name = name
            self.hex = hex
        }
    }

    /// What stands in a kit.
    public struct Content: Sendable, Equatable {
        /// What the kit is called.
        public var name: String
        /// How the brand speaks, in a few sentences.
        public var voice: String
        /// Its colours, the first one leading.
        public var colours: [Colour] = []
        /// Its fonts, by name.
        public var fonts: [String] = []
        /// Where its logos are.
        public var logos: [String] = []
        /// What texts shall do.
        public var dos: [String] = []
        /// What texts shall avoid.
        public var donts: [String] = []

        /// Creates a kit that has a voice and nothing else.
        public init(name: String, voice: String) {
            self.name = name
            self.voice = voice
        }
    }

    /// The kit's identifier, `bk_…`.
    public let identifier: String
    /// What stands in it.
    public let content: Content
    /// When it was made.
    public let createdAt: Timestamp

    /// Describes a kit.
    public init(identifier: String, content: Content, createdAt: Timestamp) {
        self.identifier = identifier
        self.content = content
        self.createdAt = createdAt
    }
}
