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

    /// Decides an edit as a write would now, and stores nothing.
    public func rehearse(
        _ edit: PostEdit,
        filesFollow: Bool,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> PostRehearsal {
        let now = core.clock.now()
        let outcome = try read {
            connection throws(DatabaseError) -> Result<PostRehearsal, PublishingFault> in
            // A workspace for which nothing was ever stored has no row, and no row is 0.
            let workspace = try WorkspaceRow(of: access, in: connection) ?? WorkspaceRow(known: 0)
            let rows = PostRows(connection: connection, workspace: workspace)
            return try rows.rehearsal(of: edit, filesFollow: filesFollow, in: access, at: now)
        }
        return try outcome.get()
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
            let decided: PostRehearsal
            switch try rows.rehearsal(of: edit, filesFollow: false, in: access, at: now) {
            case .failure(let fault): return .failure(fault)
            case .success(let rehearsal): decided = rehearsal
            }
            do throws(PublishingFault) { try decided.check(access) } catch {
                return .failure(error)
            }
            let writing = PostWriting(connection: connection, workspace: workspace)
            guard let outcome = decided.after else {
                guard let current = decided.before else {
                    return .failure(.unknown(.postGroup, identifier: edit.identifier))
                }
                try writing.delete(current)
                return .success(current)
            }
            try writing.store(outcome, isNew: decided.before == nil, edit.newMedia)
            return .success(outcome)
        }
    }
}

extension PostRows {
    /// Decides an edit by the rules, with the rows as they are.
    fileprivate func rehearsal(
        of edit: PostEdit,
        filesFollow: Bool,
        in access: WorkspaceAccess,
        at now: Timestamp
    ) throws(DatabaseError) -> Result<PostRehearsal, PublishingFault> {
        let current = try post(edit.identifier)
        let references = try references(
            profiles: edit.change?.namedProfiles ?? [],
            hashtagLibrary: edit.change?.namedLibrary
        )
        let isInRun = access.asksFirst ? try isInRun(edit.identifier) : false
        let rules = PostRules(references: references, now: now, filesFollow: filesFollow)
        do throws(PublishingFault) {
            return .success(
                PostRehearsal(
                    before: current,
                    after: try rules.outcome(of: edit, on: current, origin: PostOrigin(access)),
                    isInRun: isInRun
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// Whether a run works on a post, or will.
    private func isInRun(_ post: String) throws(DatabaseError) -> Bool {
        try connection.first(
            """
            SELECT 1 FROM workflow_runs r JOIN workflows w ON w.id = r.workflow_id
            WHERE r.next_step_at IS NOT NULL AND r.post = ?2 AND w.workspace_id = ?1
            """,
            [workspace.value, .text(post)]
        ) { _ in true } ?? false
    }
}

extension PostOrigin {
    /// Whoever acts through `access`.
    init(_ access: WorkspaceAccess) {
        switch access.actor {
        case .caller(let caller):
            self.init(person: caller.person, client: caller.clientName ?? caller.client)
        case .person(let person, _): self.init(person: person, client: nil)
        case .operatorAtShell: self.init(person: nil, client: nil)
        case .server: self = .workflow
        }
    }
}
