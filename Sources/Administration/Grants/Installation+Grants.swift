private import Directory
internal import JSON
internal import OAuth
internal import Primitives
internal import Storage

extension Installation {
    /// Returns the grants that `query` means, newest first.
    ///
    /// - Parameter query: Which.
    /// - Returns: The grants.
    /// - Throws: ``AdministrationError``, also where the query names something that does not exist.
    public func grants(_ query: GrantQuery) throws(AdministrationError) -> CommandOutput {
        let reports = try reports(query)
        let empty =
            query.isEverything
            ? "There is no grant yet; one appears when somebody approves a client."
            : "No grant fits."
        return CommandOutput(
            GrantReport.table(reports).text(empty: empty),
            json: .array(reports.map(\.json))
        )
    }

    /// Returns one grant in full.
    ///
    /// - Parameter identifier: Its `grt_…`.
    /// - Returns: The grant.
    /// - Throws: ``AdministrationError``, also where there is none.
    public func grant(_ identifier: String) throws(AdministrationError) -> CommandOutput {
        let report = try knownGrant(identifier)
        return CommandOutput(report.details.text, json: report.json)
    }

    /// Finds the grants that a revocation would end, so that an operator can be asked first.
    ///
    /// - Parameters:
    ///   - identifiers: Each `grt_…`; empty means `query`.
    ///   - query: Which, where no identifier is given.
    /// - Returns: What would be ended, newest first.
    /// - Throws: ``AdministrationError``, also where one of the identifiers is unknown.
    public func planRevocation(
        of identifiers: [String],
        query: GrantQuery
    ) throws(AdministrationError) -> RevocationPlan {
        var reports: [GrantReport] = []
        for identifier in identifiers { reports.append(try knownGrant(identifier)) }
        if identifiers.isEmpty { reports = try self.reports(query) }
        return RevocationPlan(reports: reports.filter { $0.listing.grant.revocation == nil })
    }

    /// Ends grants; the next use of any of their tokens is refused.
    ///
    /// - Parameter plan: Which.
    /// - Returns: The identifiers of those that this call ended.
    /// - Throws: ``AdministrationError``; then none was ended.
    public func revoke(_ plan: RevocationPlan) async throws(AdministrationError) -> CommandOutput {
        let keys = plan.reports.map(\.listing.grant.key)
        let mark = Revocation(at: clock.now(), by: .operator, reason: .endedByOperator)
        let ended = try await explained { try await store.grants.revoke(keys, mark) }
        let sentence =
            ended.isEmpty
            ? "Nothing to revoke: no grant fits that has not been revoked already."
            : "Revoked \(counted(ended.count, "grant")); their tokens no longer work."
        return CommandOutput(
            sentence,
            json: ["revoked": .array(ended.map(JSONValue.string))]
        )
    }

    /// The grant of this identifier.
    private func knownGrant(_ identifier: String) throws(AdministrationError) -> GrantReport {
        var filter = GrantFilter()
        filter.identifier = identifier
        let found = try explained { try store.grants.listings(filter) }
        guard let listing = found.first else { throw .unknownGrant(identifier) }
        return GrantReport(listing, at: clock.now(), try serverLifetimes())
    }

    private func reports(_ query: GrantQuery) throws(AdministrationError) -> [GrantReport] {
        var filter = GrantFilter()
        if let user = query.user { filter.user = try knownPerson(user).person.identifier }
        if let client = query.client { filter.client = try knownClient(client).client.identifier }
        if let workspace = query.workspace {
            filter.workspace = try knownWorkspace(workspace).workspace.identifier
        }
        filter.isActiveOnly = query.isActiveOnly
        filter.since = query.since
        let now = clock.now()
        let standard = try serverLifetimes()
        var reports: [GrantReport] = []
        while true {
            let page = try explained { try store.grants.listings(filter) }
            reports += page.map { GrantReport($0, at: now, standard) }
            guard page.count == filter.limit, let last = page.last else { break }
            filter.before = last.grant.key
        }
        return query.isActiveOnly ? reports.filter(\.state.isUsable) : reports
    }
}

/// The grants that a revocation would end.
public struct RevocationPlan: Sendable {
    let reports: [GrantReport]

    /// How many there are.
    public var count: Int { reports.count }

    /// The grants under each other, for the question before they end.
    public var text: String { GrantReport.table(reports).text(empty: "") }

    /// The question to ask before they end.
    public var question: String { "Revoke \(counted(count, "grant"))?" }
}
