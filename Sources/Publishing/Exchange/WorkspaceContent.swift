/// Everything that a workspace holds, as a file carries it.
///
/// A campaign is not among it, and neither is a run of a workflow. Both record how something came
/// to be, for the server that did it: one under way would be made a second time elsewhere, in the
/// name of a person and within a budget that are not there, and one that has ended is nothing
/// beyond its posts, which are in the file and are named anew by every import.
public struct WorkspaceContent: Sendable {
    /// The profiles.
    public var profiles: [SocialProfile] = []
    /// How profiles are reached that need an address of their own, by the profile's identifier.
    public var connections: [String: ProfileConnection] = [:]
    /// The brand kits.
    public var brandKits: [BrandKit] = []
    /// The hashtag libraries.
    public var hashtagLibraries: [HashtagLibrary] = []
    /// The Studio templates.
    public var templates: [StudioTemplate] = []
    /// The workflows, their steps naming profiles and libraries by identifier.
    public var workflows: [Workflow] = []
    /// The posts, oldest first, with what was tried.
    public var posts: [PostGroup] = []
    /// The files of the posts.
    public var media: [MediaFile] = []

    /// Creates a content without anything.
    public init() {}
}

/// What an import did.
public struct ImportReport: Sendable, Equatable {
    /// How many items are new.
    public var added = 0
    /// How many were there under the same name and are now as the file says.
    public var replaced = 0

    /// Creates a report of nothing.
    public init() {}
}

/// Where the content of a workspace is kept as a whole.
public protocol ContentStore: Sendable {
    /// Returns everything that the workspace holds.
    ///
    /// - Parameter access: The workspace.
    /// - Returns: The content.
    /// - Throws: ``PublishingFault/unavailable(reason:)``.
    func content(of access: WorkspaceAccess) async throws(PublishingFault) -> WorkspaceContent

    /// Adds a content to the workspace, all in one write.
    ///
    /// A profile of the same network and handle, and a kit, library or template of the same name,
    /// becomes what the content says and keeps its identifier; posts are always added.
    ///
    /// - Parameters:
    ///   - content: What to add.
    ///   - access: The workspace.
    /// - Returns: How much was added and replaced.
    /// - Throws: ``PublishingFault``; nothing was changed then.
    func add(
        _ content: WorkspaceContent,
        to access: WorkspaceAccess
    ) async throws(PublishingFault) -> ImportReport
}
