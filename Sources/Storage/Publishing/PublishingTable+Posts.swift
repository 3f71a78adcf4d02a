internal import Database
public import JSON
internal import Primitives
public import Publishing

extension PublishingTable: PostStore {
    /// Returns a post with all its parts.
    public func post(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> PostGroup {
        let found = try read { connection throws(DatabaseError) -> PostGroup? in
            guard let workspace = try WorkspaceRow(of: access, in: connection) else { return nil }
            return try PostRows(connection: connection, workspace: workspace).post(identifier)
        }
        guard let found else { throw .unknown(.postGroup, identifier: identifier) }
        return found
    }

    /// Returns a part of the workspace's posts, newest first.
    public func posts(
        _ filter: PostFilter,
        _ page: PageRequest,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Page<PostSummary> {
        let rows = try rows(of: access) { connection, workspace throws(DatabaseError) in
            try PostRows(connection: connection, workspace: workspace).summaries(filter, page)
        }
        return Page(rows, limit: page.limit, position: \.post.position)
    }

    /// Returns what the workspace holds of these profiles and this library.
    public func references(
        profiles: [String],
        hashtagLibrary: String?,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> PostReferences {
        try read { connection throws(DatabaseError) in
            guard let workspace = try WorkspaceRow(of: access, in: connection) else {
                return PostReferences()
            }
            return try PostRows(connection: connection, workspace: workspace)
                .references(profiles: profiles, hashtagLibrary: hashtagLibrary)
        }
    }

    /// Decides an edit by the rules of `Publishing` and stores its outcome, all in one write.
    public func write(
        _ edit: PostEdit,
        _ ticket: WriteTicket<PostGroup>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject {
        let now = core.clock.now()
        return try await write(access, ticket) { connection, workspace throws(DatabaseError) in
            let rows = PostRows(connection: connection, workspace: workspace)
            let current = try rows.post(edit.identifier)
            let references = try rows.references(
                profiles: edit.change?.namedProfiles ?? [],
                hashtagLibrary: edit.change?.namedLibrary
            )
            let outcome: PostGroup?
            do throws(PublishingFault) {
                outcome = try PostRules(references: references, now: now)
                    .outcome(of: edit, on: current, origin: PostOrigin(access))
            } catch {
                return .failure(error)
            }
            let writing = PostWriting(connection: connection, workspace: workspace)
            guard let outcome else {
                guard let current else {
                    return .failure(.unknown(.postGroup, identifier: edit.identifier))
                }
                try writing.delete(current)
                return .success(current)
            }
            try writing.store(outcome, isNew: current == nil, edit.newMedia)
            return .success(outcome)
        }
    }
}

extension PostOrigin {
    /// Whoever acts through `access`.
    init(_ access: WorkspaceAccess) {
        switch access.actor {
        case .caller(let caller):
            self.init(person: caller.person, client: caller.clientName ?? caller.client)
        case .operatorAtShell: self.init(person: nil, client: nil)
        case .server: self = .workflow
        }
    }
}
