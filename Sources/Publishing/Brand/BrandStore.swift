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

    /// Returns one brand kit.
    ///
    /// - Parameters:
    ///   - identifier: The kit, as a caller wrote it.
    ///   - access: The workspace to look in, and nowhere else.
    /// - Returns: The kit.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)``.
    func brandKit(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> BrandKit

    /// Returns one template.
    ///
    /// - Parameters:
    ///   - identifier: The template, as a caller wrote it.
    ///   - access: The workspace to look in, and nowhere else.
    /// - Returns: The template.
    /// - Throws: ``PublishingFault/unknown(_:identifier:)``.
    func studioTemplate(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> StudioTemplate

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
