/// What a tool tells clients about its effects; hints, never relied on for access.
///
/// All four are stated for every tool, because the protocol's defaults (destructive, open world)
/// are wrong for most of them.
public struct ToolAnnotations: Sendable, Equatable {
    /// Whether the tool changes nothing.
    public var isReadOnly: Bool
    /// Whether a change may delete or overwrite something.
    public var isDestructive: Bool
    /// Whether the same call again changes nothing more.
    public var isIdempotent: Bool
    /// Whether the tool reaches systems other than this one.
    public var isOpenWorld: Bool

    /// States all four hints.
    ///
    /// - Parameters:
    ///   - isReadOnly: Whether the tool changes nothing.
    ///   - isDestructive: Whether a change may delete or overwrite something.
    ///   - isIdempotent: Whether the same call again changes nothing more.
    ///   - isOpenWorld: Whether the tool reaches systems other than this one.
    public init(isReadOnly: Bool, isDestructive: Bool, isIdempotent: Bool, isOpenWorld: Bool) {
        self.isReadOnly = isReadOnly
        self.isDestructive = isDestructive
        self.isIdempotent = isIdempotent
        self.isOpenWorld = isOpenWorld
    }

    /// The hints of a tool that only looks things up here.
    public static let readOnly = ToolAnnotations(
        isReadOnly: true,
        isDestructive: false,
        isIdempotent: true,
        isOpenWorld: false
    )
}
