public import JSON
private import Primitives

/// Makes and changes posts: fetches files first, then decides and stores everything at once.
public struct Posts: Sendable {
    private let store: any PostStore
    private let fetcher: (any MediaFetcher)?
    private let identifiers: ItemIdentifiers

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - store: Where posts are kept.
    ///   - fetcher: Who fetches files, or `nil` where the server is not set up for it.
    ///   - identifiers: Names new posts and files.
    public init(
        store: any PostStore,
        fetcher: (any MediaFetcher)?,
        identifiers: ItemIdentifiers
    ) {
        self.store = store
        self.fetcher = fetcher
        self.identifiers = identifiers
    }

    /// Makes a post.
    ///
    /// - Parameters:
    ///   - change: What it shall be, its files left out.
    ///   - mediaURLs: Where its files are.
    ///   - ticket: How the result is told.
    ///   - access: The workspace.
    /// - Returns: The result.
    /// - Throws: ``PublishingFault``; nothing was stored then, no file either.
    public func create(
        _ change: PostChange,
        mediaURLs: [String],
        _ ticket: WriteTicket<PostGroup>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        if let first = try await firstResult(ticket, access) { return first }
        var change = change
        change.media = .set(try await fetch(mediaURLs))
        let edit = PostEdit.create(identifier: identifiers.make(.postGroup), change)
        return try await store.write(edit, ticket, in: access)
    }

    /// Changes a post.
    ///
    /// - Parameters:
    ///   - identifier: The post, as a caller wrote it.
    ///   - change: What changes, files left out.
    ///   - mediaURLs: Where its files are, or `nil` where they stay.
    ///   - ifRevision: The revision that the caller read, or `nil`.
    ///   - ticket: How the result is told.
    ///   - access: The workspace.
    /// - Returns: The result.
    /// - Throws: ``PublishingFault``; nothing was changed then.
    public func update(
        _ identifier: String,
        _ change: PostChange,
        mediaURLs: [String]?,
        ifRevision: Int64?,
        _ ticket: WriteTicket<PostGroup>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        if let first = try await firstResult(ticket, access) { return first }
        var change = change
        if let mediaURLs { change.media = .set(try await fetch(mediaURLs)) }
        let edit = PostEdit.update(identifier: identifier, change, ifRevision: ifRevision)
        return try await store.write(edit, ticket, in: access)
    }

    /// Runs an edit that brings no files.
    public func write(
        _ edit: PostEdit,
        _ ticket: WriteTicket<PostGroup>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        try await store.write(edit, ticket, in: access)
    }

    /// Previews a post that is stored nowhere; its files are counted, not fetched.
    ///
    /// - Parameters:
    ///   - draft: What the post would be.
    ///   - mediaCount: How many files it would show.
    ///   - access: The workspace.
    /// - Returns: One preview for each profile of the draft.
    /// - Throws: ``PublishingFault``.
    public func previews(
        of draft: PostChange,
        mediaCount: Int,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> [PostPreview] {
        let references = try await store.references(
            profiles: draft.namedProfiles,
            hashtagLibrary: draft.namedLibrary,
            in: access
        )
        let never = Timestamp(secondsSinceEpoch: 0)
        let empty = PostGroup(
            identifier: "",
            content: PostContent(caption: "", media: [], hashtagLibrary: nil),
            createdAt: never,
            origin: PostOrigin(person: nil, client: nil)
        )
        let post = try PostRules(references: references, now: never).applied(draft, to: empty)
        return post.targets.map { PostPreview(post.content, on: $0, mediaCount: mediaCount) }
    }

    /// Spares a repeated call the fetching of its files.
    private func firstResult(
        _ ticket: WriteTicket<PostGroup>,
        _ access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject? {
        guard let key = ticket.key else { return nil }
        return try await store.firstResult(of: key, in: access)
    }

    private func fetch(_ urls: [String]) async throws(PublishingFault) -> [MediaFile] {
        guard let first = urls.first else { return [] }
        guard let fetcher else {
            throw .notSetUp("This server cannot fetch media files, such as \(first).")
        }
        var files: [MediaFile] = []
        for url in urls {
            let bytes = try await fetcher.fetch(url, maximumBytes: MediaFile.maximumBytes)
            files.append(try MediaFile(bytes, from: url, identifiers))
        }
        return files
    }
}
