internal import Database
internal import Primitives
public import Publishing

extension PublishingTable: DraftBudget {
    /// Takes drafts from today's budget of the workspace.
    public func take(
        _ count: Int,
        of limit: Int,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> DraftAllowance {
        let day = DraftAllowance.day(of: core.clock.now())
        let outcome: Result<DraftAllowance, PublishingFault>
        do {
            outcome = try await core.database.write { connection throws(DatabaseError) in
                guard try standing.isOpen(access, in: connection) else {
                    return .failure(.accessEnded)
                }
                let row = try WorkspaceRow(of: access, addingTo: connection)
                let used = try connection.first(
                    "SELECT used FROM draft_budgets WHERE workspace_id = ?1 AND day = ?2",
                    [row.value, .integer(day)]
                ) { Int($0.integer(0)) }
                let left = max(0, limit - (used ?? 0))
                guard count <= left else {
                    let end = DraftAllowance.end(of: day)
                    return .failure(.budgetSpent(limit: limit, left: left, freesAt: end))
                }
                try connection.execute(
                    """
                    INSERT INTO draft_budgets (workspace_id, day, used) VALUES (?1, ?2, ?3)
                    ON CONFLICT (workspace_id) DO UPDATE SET day = ?2, used = ?3
                    """,
                    [row.value, .integer(day), .integer(Int64((used ?? 0) + count))]
                )
                return .success(DraftAllowance(day: day, count: count))
            }
        } catch {
            throw PublishingFault(error)
        }
        return try outcome.get()
    }

    /// Gives back what came to nothing, if its day is not over.
    public func giveBack(
        _ allowance: DraftAllowance,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) {
        do {
            try await core.database.write { connection throws(DatabaseError) in
                guard let row = try WorkspaceRow(of: access, in: connection) else { return }
                try connection.execute(
                    """
                    UPDATE draft_budgets SET used = max(0, used - ?3)
                    WHERE workspace_id = ?1 AND day = ?2
                    """,
                    [row.value, .integer(allowance.day), .integer(Int64(allowance.count))]
                )
            }
        } catch {
            throw PublishingFault(error)
        }
    }
}

extension PublishingTable {
    /// Returns one brand kit.
    public func brandKit(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> BrandKit {
        let found = try rows(of: access) { connection, row throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, content, created_at FROM brand_kits
                WHERE workspace_id = ?1 AND identifier = ?2
                """,
                [row.value, .text(identifier)],
                BrandKit.init(row:)
            )
        }
        guard let kit = found.first else { throw .unknown(.brandKit, identifier: identifier) }
        return kit
    }

    /// Returns one template.
    public func studioTemplate(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> StudioTemplate {
        let found = try rows(of: access) { connection, row throws(DatabaseError) in
            try connection.all(
                """
                SELECT identifier, name, format, thumbnail_url, created_at FROM studio_templates
                WHERE workspace_id = ?1 AND identifier = ?2
                """,
                [row.value, .text(identifier)],
                StudioTemplate.init(row:)
            )
        }
        guard let template = found.first else {
            throw .unknown(.studioTemplate, identifier: identifier)
        }
        return template
    }
}
