/// Where brand kits, hashtag libraries and templates of workspaces are kept.
///
/// Every list is newest first, and every function throws ``PublishingFault/unavailable(reason:)``
/// where the store fails.
public protocol BrandStore: Sendable {
    /// Returns a part of the workspace's brand kits.
    func brandKits(
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<BrandKit>

    /// Returns a part of the workspace's hashtag libraries.
    func hashtagLibraries(
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<HashtagLibrary>

    /// Returns a part of the workspace's templates, of one format or of all.
    func studioTemplates(
        of format: StudioTemplate.Format?,
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<StudioTemplate>
}
