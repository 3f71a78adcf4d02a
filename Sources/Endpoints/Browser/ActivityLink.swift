internal import HTTP
internal import OAuth
internal import Pages

/// A link to the page of calls: what it is narrowed to, and where it goes on.
struct ActivityLink: Sendable, Equatable {
    /// What the list is narrowed to.
    var filter = ActivityFilter()
    /// Where it goes on, or `nil` for the latest calls.
    var position: ActivityPosition?

    init(filter: ActivityFilter = ActivityFilter(), position: ActivityPosition? = nil) {
        self.filter = filter
        self.position = position
    }

    /// Reads a query; whatever does not have its form is left out.
    init(query: [UInt8]?) {
        self.init()
        guard let query, let fields = try? FormDecoder.decode(query) else { return }
        filter.grant = fields.only("grant").value.flatMap {
            PublicIdentifier.grant.matches($0) ? $0 : nil
        }
        filter.workspace = fields.only("workspace").value.flatMap {
            ConnectionLink.isWorkspace($0) ? $0 : nil
        }
        position = fields.only("after").value.flatMap(ActivityPosition.init)
    }

    /// The link, or `nil` where it would be narrowed to what no query can name.
    var pageLink: PageLink? {
        if let grant = filter.grant, !PublicIdentifier.grant.matches(grant) { return nil }
        if let workspace = filter.workspace, !ConnectionLink.isWorkspace(workspace) { return nil }
        let pairs = [
            ("grant", filter.grant), ("workspace", filter.workspace), ("after", position?.text),
        ].compactMap { name, value in value.map { (name: name, value: $0) } }
        guard !pairs.isEmpty else { return PageLink(path: PagePath.activity) }
        let query = String(decoding: FormEncoder.encode(pairs), as: UTF8.self)
        return PageLink(path: PagePath.activity + "?" + query)
    }
}
