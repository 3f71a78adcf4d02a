private import Directory
public import JSON
private import OAuth
internal import Primitives
internal import Storage

extension Installation {
    /// Returns the newest events that `query` means, newest first.
    ///
    /// - Parameter query: Which, and how many at most.
    /// - Returns: The events.
    /// - Throws: ``AdministrationError``, also where the query names something that does not exist.
    public func auditEvents(_ query: AuditQuery) throws(AdministrationError) -> CommandOutput {
        let filter = try filter(query)
        let reports = try explained {
            try store.audit.newest(filter, limit: query.limit).map(AuditReport.init(listing:))
        }
        return CommandOutput(
            AuditReport.table(reports).text(empty: "No event fits."),
            json: .array(reports.map(\.json))
        )
    }

    /// Begins to follow the log: the newest events that `query` means, oldest first, and where new
    /// ones begin.
    ///
    /// - Parameter query: Which, and how many of those that are there already.
    /// - Returns: The log as it stands.
    /// - Throws: ``AdministrationError``, also where the query names something that does not exist.
    public func followAudit(_ query: AuditQuery) throws(AdministrationError) -> AuditFollowing {
        let filter = try filter(query)
        return try explained {
            let newest = try store.audit.newestNumber()
            // An event that is written between the two reads is shown here already.
            let shown = try store.audit.newest(filter, limit: query.limit)
            let reports = shown.reversed().map(AuditReport.init(listing:))
            return AuditFollowing(
                filter: filter,
                last: max(newest, shown.first?.record.number ?? 0),
                lines: reports.map(AuditFollowing.Line.init)
            )
        }
    }

    /// Returns what was written since `following` was read.
    ///
    /// - Parameter following: What was read last.
    /// - Returns: The events since then that its query means, oldest first; often none.
    /// - Throws: ``AdministrationError``.
    public func followAudit(
        _ following: AuditFollowing
    ) throws(AdministrationError) -> AuditFollowing {
        try explained {
            let newest = try store.audit.newestNumber()
            guard newest > following.last else { return following.withoutLines }
            let listings = try store.audit.listings(
                following.filter,
                after: following.last,
                through: newest
            )
            return AuditFollowing(
                filter: following.filter,
                last: newest,
                lines: listings.map { AuditFollowing.Line(AuditReport(listing: $0)) }
            )
        }
    }

    /// Recomputes the chain of the whole log.
    ///
    /// - Returns: How many events there are, and the newest hash, which stands for all of them.
    /// - Throws: ``AdministrationError`` that names the first event that is not as it was written.
    public func verifyAudit() throws(AdministrationError) -> CommandOutput {
        switch try explained({ try store.audit.verify() }) {
        case .sound(let count, let newest):
            let hash = Hex.encode(newest)
            return CommandOutput(
                "The log is sound: \(counted(Int(clamping: count), "event")), the newest hash is\n"
                    + "\(hash)\n"
                    + "Keep both elsewhere: events cut off the end leave no other trace.",
                json: [
                    "sound": .bool(true), "events": .integer(count), "newest_hash": .string(hash),
                ]
            )
        case .broken(let number):
            throw AdministrationError(
                "the audit log was changed: event \(number + 1) is not the one that was written, "
                    + "or is missing; everything before it is sound. Compare with a backup, and "
                    + "find out who can write to the database"
            )
        }
    }

    private func filter(_ query: AuditQuery) throws(AdministrationError) -> AuditFilter {
        var filter = AuditFilter()
        // Events about people and clients that are gone are looked for by their identifiers.
        if let user = query.user {
            filter.person =
                user.utf8.starts(with: "usr_".utf8)
                ? user : try knownPerson(user).person.identifier
        }
        if let client = query.client {
            filter.client = try knownClient(client, includingRemoved: true).client.identifier
        }
        if let workspace = query.workspace {
            filter.workspace = try knownWorkspace(workspace).workspace.identifier
        }
        filter.tool = query.tool
        filter.kind = query.type
        filter.since = query.since
        return filter
    }
}

/// The audit log as far as somebody has followed it.
public struct AuditFollowing: Sendable {
    let filter: AuditFilter
    let last: Int64
    /// What was new, oldest first.
    public let lines: [Line]

    /// One event.
    public struct Line: Sendable {
        /// The event for a terminal, in one line.
        public let text: String
        /// The event for programs.
        public let json: JSONValue

        init(_ report: AuditReport) {
            text = report.line
            json = report.json
        }
    }

    var withoutLines: AuditFollowing {
        AuditFollowing(filter: filter, last: last, lines: [])
    }
}
