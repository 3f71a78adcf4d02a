internal import Cryptography
internal import Database
internal import Primitives
internal import Publishing

/// Begins and concludes tries to publish inside the running write.
struct PublicationWriting {
    let connection: Connection
    let vault: SealingKey?
    let now: Timestamp
    let leaseInSeconds: Int64

    private var leaseEnd: DatabaseValue {
        .integer(now.adding(seconds: leaseInSeconds).secondsSinceEpoch)
    }

    /// Writes a try down for each target, and the post as going out.
    func begin(
        _ post: PostGroup,
        _ targets: [PostTarget]
    ) throws(DatabaseError) -> [Publication] {
        var publications: [Publication] = []
        for target in targets {
            let number = (target.attempts.last?.number ?? 0) + 1
            publications.append(try add(target, of: post, number: number))
        }
        try connection.execute(
            """
            UPDATE posts SET status = 'PUBLISHING', revision = revision + 1, updated_at = ?2
            WHERE identifier = ?1
            """,
            [.text(post.identifier), .integer(now.secondsSinceEpoch)]
        )
        return publications
    }

    /// Begins the posts whose time has come, the oldest first.
    ///
    /// A target that its network would refuse is not tried: it fails with the reason.
    func beginScheduled(limit: Int) throws(DatabaseError) -> [Publication] {
        let due = try connection.all(
            """
            SELECT p.identifier, p.workspace_id FROM posts p
            JOIN publishing_workspaces w ON w.id = p.workspace_id
            LEFT JOIN workspaces d ON d.identifier = w.identifier
            WHERE p.status = 'SCHEDULED' AND p.scheduled_at <= ?1 AND d.archived_at IS NULL
            ORDER BY p.scheduled_at, p.id LIMIT ?2
            """,
            [.integer(now.secondsSinceEpoch), .integer(Int64(limit))]
        ) { (post: $0.text(0), workspace: $0.integer(1)) }
        var publications: [Publication] = []
        for (identifier, workspace) in due {
            guard let post = try post(identifier, in: workspace) else { continue }
            let open = PublishRule.openTargets(of: post)
            let good = open.filter { PublishRule.problems(of: post, on: $0).isEmpty }
            publications += try begin(post, good)
            for target in open {
                guard let problem = PublishRule.problems(of: post, on: target).first else {
                    continue
                }
                try refuse(target, of: post, problem)
            }
            if good.isEmpty { try settle(identifier, in: workspace) }
        }
        return publications
    }

    /// Takes up tries whose next time has come, or whose server has died; what an archived
    /// workspace has waits.
    func resume(limit: Int) throws(DatabaseError) -> [Publication] {
        let due = try connection.all(
            """
            SELECT a.id, a.number, a.tries, p.identifier, p.workspace_id, s.identifier,
                a.started_at, a.in_doubt
            FROM publish_attempts a JOIN posts p ON p.id = a.post_id
            JOIN social_profiles s ON s.id = a.profile_id
            JOIN publishing_workspaces w ON w.id = p.workspace_id
            LEFT JOIN workspaces d ON d.identifier = w.identifier
            WHERE a.outcome = 'underway' AND a.next_try_at <= ?1 AND d.archived_at IS NULL
            ORDER BY a.next_try_at LIMIT ?2
            """,
            [.integer(now.secondsSinceEpoch), .integer(Int64(limit))]
        ) { row in
            Due(
                attempt: AttemptKey(rawValue: row.integer(0)),
                number: Int(row.integer(1)),
                tries: Int(row.integer(2)),
                post: row.text(3),
                workspace: row.integer(4),
                profile: row.text(5),
                firstAskedAt: row.certainTime(6),
                isInDoubt: row.integer(7) != 0
            )
        }
        var publications: [Publication] = []
        for due in due {
            try connection.execute(
                """
                UPDATE publish_attempts SET tries = tries + 1, next_try_at = ?2, message = NULL,
                    in_doubt = CASE in_doubt WHEN 0 THEN 1 ELSE 2 END
                WHERE id = ?1
                """,
                [.integer(due.attempt.rawValue), leaseEnd]
            )
            guard let post = try post(due.post, in: due.workspace),
                let target = post.targets.first(where: {
                    $0.profile.identifier == due.profile
                })
            else { continue }
            var publication = try publication(
                target,
                of: post,
                due.attempt,
                number: due.number,
                previousTries: due.tries
            )
            publication.firstAskedAt = due.firstAskedAt
            publication.isInDoubt = due.isInDoubt
            publications.append(publication)
        }
        return publications
    }

    private struct Due {
        let attempt: AttemptKey
        let number: Int
        let tries: Int
        let post: String
        let workspace: Int64
        let profile: String
        let firstAskedAt: Timestamp
        let isInDoubt: Bool
    }

    /// Ends a try or appoints the next one, and settles the post when no try is left.
    func conclude(
        _ attempt: AttemptKey,
        _ decision: RetryPolicy.Decision
    ) throws(DatabaseError) {
        let post = try connection.first(
            """
            SELECT p.identifier, p.workspace_id FROM publish_attempts a
            JOIN posts p ON p.id = a.post_id WHERE a.id = ?1 AND a.outcome = 'underway'
            """,
            [.integer(attempt.rawValue)]
        ) { (identifier: $0.text(0), workspace: $0.integer(1)) }
        guard let post else { return }
        switch decision {
        case .retry(let seconds, let inDoubt, let message):
            try connection.execute(
                // A network that is busy now says nothing of what it did before.
                """
                UPDATE publish_attempts SET next_try_at = ?2, message = ?4,
                    in_doubt = CASE WHEN ?3 OR in_doubt = 2 THEN 2 ELSE 0 END
                WHERE id = ?1
                """,
                [
                    .integer(attempt.rawValue),
                    .integer(now.adding(seconds: seconds).secondsSinceEpoch),
                    .integer(inDoubt ? 1 : 0), .text(message),
                ]
            )
        case .settle(let outcome):
            let values = PublishAttempt(number: 0, startedAt: now, endedAt: now, outcome: outcome)
                .values
            try connection.execute(
                """
                UPDATE publish_attempts SET ended_at = ?2, outcome = ?3, url = ?4, code = ?5,
                    message = ?6, next_try_at = NULL
                WHERE id = ?1
                """,
                [.integer(attempt.rawValue)] + values.dropFirst(2)
            )
            try settle(post.identifier, in: post.workspace)
        }
    }

    /// Gives a post its state once none of its tries is under way.
    private func settle(_ identifier: String, in workspace: Int64) throws(DatabaseError) {
        guard let post = try post(identifier, in: workspace),
            !post.targets.contains(where: { $0.attempts.last?.outcome == .underway })
        else { return }
        let status = PublishRule.settledStatus(of: post)
        try connection.execute(
            """
            UPDATE posts SET status = ?2, revision = revision + 1, updated_at = ?3
            WHERE identifier = ?1
            """,
            [
                .text(identifier), .text(status.rawValue), .integer(now.secondsSinceEpoch),
            ]
        )
        guard status != .failed, post.origin.client != PostOrigin.workflow.client else { return }
        try WorkflowWriting(connection: connection, now: now)
            .startAfterPublishing(identifier, in: workspace)
    }

    private func post(_ identifier: String, in workspace: Int64) throws(DatabaseError) -> PostGroup?
    {
        try PostRows(connection: connection, workspace: WorkspaceRow(known: workspace))
            .post(identifier)
    }

    private func add(
        _ target: PostTarget,
        of post: PostGroup,
        number: Int
    ) throws(DatabaseError) -> Publication {
        let added = try connection.first(
            """
            INSERT INTO publish_attempts
                (post_id, profile_id, number, started_at, outcome, tries, in_doubt, next_try_at)
            SELECT p.id, s.id, ?3, ?4, 'underway', 1, 1, ?5
            FROM posts p JOIN social_profiles s ON s.workspace_id = p.workspace_id
            WHERE p.identifier = ?1 AND s.identifier = ?2 RETURNING id
            """,
            [
                .text(post.identifier), .text(target.profile.identifier), .integer(Int64(number)),
                .integer(now.secondsSinceEpoch), leaseEnd,
            ]
        ) { $0.integer(0) }
        guard let added else { throw .unexpectedValue("no row after an insertion") }
        var publication = try publication(
            target,
            of: post,
            AttemptKey(rawValue: added),
            number: number,
            previousTries: 0
        )
        publication.firstAskedAt = now
        return publication
    }

    private func refuse(
        _ target: PostTarget,
        of post: PostGroup,
        _ problem: PublishProblem
    ) throws(DatabaseError) {
        let attempt = PublishAttempt(
            number: (target.attempts.last?.number ?? 0) + 1,
            startedAt: now,
            endedAt: now,
            outcome: .failed(code: problem.code.rawValue, message: problem.message)
        )
        try connection.execute(
            """
            INSERT INTO publish_attempts (post_id, profile_id, number, started_at, ended_at,
                outcome, url, code, message)
            SELECT p.id, s.id, ?3, ?4, ?5, ?6, ?7, ?8, ?9
            FROM posts p JOIN social_profiles s ON s.workspace_id = p.workspace_id
            WHERE p.identifier = ?1 AND s.identifier = ?2
            """,
            [.text(post.identifier), .text(target.profile.identifier)] + attempt.values
        )
    }

    /// The publication of a try; its key is the same however often the try is repeated.
    private func publication(
        _ target: PostTarget,
        of post: PostGroup,
        _ attempt: AttemptKey,
        number: Int,
        previousTries: Int
    ) throws(DatabaseError) -> Publication {
        let count = post.content.media.count
        return Publication(
            attempt: attempt,
            key: "\(post.identifier).\(target.profile.identifier).\(number)",
            post: post.identifier,
            profile: target.profile,
            connection: try connection(of: target.profile),
            content: (
                text: PostPreview(post.content, on: target, mediaCount: count).text,
                media: try files(post.content.media)
            ),
            previousTries: previousTries
        )
    }

    private func files(_ items: [MediaItem]) throws(DatabaseError) -> [MediaFile] {
        var files: [MediaFile] = []
        for item in items {
            let bytes = try connection.first(
                "SELECT content FROM media_files WHERE identifier = ?1",
                [.text(item.identifier)]
            ) { $0.blob(0) }
            if let bytes { files.append(MediaFile(stored: item, bytes)) }
        }
        return files
    }

    func connection(
        of profile: SocialProfile
    ) throws(DatabaseError) -> ProfileConnection? {
        try ConnectionSecret.connection(of: profile.identifier, in: connection, vault)
    }
}
