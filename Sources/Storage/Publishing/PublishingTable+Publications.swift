internal import Database
internal import JSON
public import Primitives
public import Publishing

extension PublishingTable: PublicationStore {
    /// Begins publishing a post now, for a caller.
    public func begin(
        _ post: String,
        ifRevision revision: Int64?,
        key: OnceKey?,
        leaseInSeconds: Int64,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> [Publication] {
        let begun = Begun()
        let now = core.clock.now()
        // The first result of a repeated call is a mark only: what is told is how it stands now.
        let ticket = WriteTicket<[Publication]>(key: key) { _ in ["begun": true] }
        _ = try await write(access, ticket) { connection, workspace throws(DatabaseError) in
            let rows = PostRows(connection: connection, workspace: workspace)
            guard let current = try rows.post(post) else {
                return .failure(.unknown(.postGroup, identifier: post))
            }
            guard !access.asksFirst else { return .failure(.notAgreed) }
            let targets: [PostTarget]
            do throws(PublishingFault) {
                targets = try PublishRule.begin(current, ifRevision: revision)
            } catch {
                return .failure(error)
            }
            let writing = PublicationWriting(
                connection: connection,
                vault: vault,
                now: now,
                leaseInSeconds: leaseInSeconds
            )
            let publications = try writing.begin(current, targets)
            begun.set(publications)
            return .success(publications)
        }
        return begun.value
    }

    /// Begins what is due.
    public func beginDue(
        limit: Int,
        leaseInSeconds: Int64
    ) async throws(PublishingFault) -> [Publication] {
        let now = core.clock.now()
        // Looking first spares the disk a commit every few seconds.
        guard let next = try await nextDue(), next <= now else { return [] }
        do {
            return try await core.database.write { connection throws(DatabaseError) in
                let writing = PublicationWriting(
                    connection: connection,
                    vault: vault,
                    now: now,
                    leaseInSeconds: leaseInSeconds
                )
                return try writing.resume(limit: limit) + writing.beginScheduled(limit: limit)
            }
        } catch {
            throw PublishingFault(error)
        }
    }

    /// Writes down what became of a try.
    public func conclude(
        _ attempt: AttemptKey,
        _ decision: RetryPolicy.Decision
    ) async throws(PublishingFault) {
        let now = core.clock.now()
        do {
            try await core.database.write { connection throws(DatabaseError) in
                let writing = PublicationWriting(
                    connection: connection,
                    vault: vault,
                    now: now,
                    leaseInSeconds: 0
                )
                try writing.conclude(attempt, decision)
            }
        } catch {
            throw PublishingFault(error)
        }
    }

    /// When the next post or try is due, or `nil`.
    public func nextDue() async throws(PublishingFault) -> Timestamp? {
        try read { connection throws(DatabaseError) in
            try connection.first(
                """
                SELECT MIN(due) FROM (
                    SELECT MIN(p.scheduled_at) AS due FROM posts p
                    JOIN publishing_workspaces w ON w.id = p.workspace_id
                    LEFT JOIN workspaces d ON d.identifier = w.identifier
                    WHERE p.status = 'SCHEDULED' AND d.archived_at IS NULL
                    UNION ALL
                    SELECT MIN(a.next_try_at) FROM publish_attempts a
                    JOIN posts p ON p.id = a.post_id
                    JOIN publishing_workspaces w ON w.id = p.workspace_id
                    LEFT JOIN workspaces d ON d.identifier = w.identifier
                    WHERE a.outcome = 'underway' AND d.archived_at IS NULL)
                """
            ) { $0.time(0) } ?? nil
        }
    }
}

/// What a write began, carried out of it; a repeated call begins nothing.
private final class Begun: Sendable {
    private let publications = Lock<[Publication]>([])

    var value: [Publication] { publications.withLock { $0 } }

    func set(_ value: [Publication]) {
        publications.withLock { $0 = value }
    }
}
