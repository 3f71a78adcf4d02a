internal import JSON
internal import OAuth
internal import Primitives
internal import Storage

/// A client that somebody waits for, with everybody who does.
struct WaitingGroup {
    let client: ClientNaming
    let redirectURIs: [String]
    let people: [(identifier: String, email: String)]
    let since: Timestamp

    /// Brings the requests for one client together, the longest waiting first.
    static func groups(of listings: [WaitingListing]) -> [WaitingGroup] {
        var order: [String] = []
        var members: [String: [WaitingListing]] = [:]
        for listing in listings {
            // Client ids are ASCII, so equal texts are equal bytes.
            let client = listing.waiting.client.identifier
            if members[client] == nil { order.append(client) }
            members[client, default: []].append(listing)
        }
        return order.compactMap { members[$0].flatMap(WaitingGroup.init(_:)) }
    }

    private init?(_ listings: [WaitingListing]) {
        guard let first = listings.first else { return nil }
        client = first.waiting.client
        since = first.waiting.askedAt
        people = listings.map { (identifier: $0.person, email: $0.email) }
        redirectURIs = listings.reduce(into: []) { uris, listing in
            let uri = listing.waiting.redirectURI
            if !uris.contains(where: { $0.isIdentical(to: uri) }) { uris.append(uri) }
        }
    }

    var json: JSONValue {
        [
            "client": .string(client.identifier), "name": .string(client.name),
            "kind": .string(client.kind.rawValue),
            "redirect_uris": .array(redirectURIs.map { .string($0) }),
            "people": .array(
                people.map { ["id": .string($0.identifier), "email": .string($0.email)] }
            ),
            "since": since.json,
        ]
    }
}

extension Installation {
    /// Returns the clients that somebody waits for, the longest waiting first.
    public func waitingClients() throws(AdministrationError) -> CommandOutput {
        let groups = WaitingGroup.groups(of: try explained { try store.admission.waiting() })
        var table = Table("CLIENT", "NAME", "KIND", "RETURNS TO", "ASKED BY", "SINCE")
        for group in groups {
            table.add(
                Self.shortened(group.client.identifier),
                group.client.name,
                group.client.kind.word,
                Self.shown(group.redirectURIs),
                group.people.map(\.email).joined(separator: ", "),
                group.since.short
            )
        }
        return CommandOutput(
            table.text(empty: "Nobody waits for a client."),
            json: .array(groups.map(\.json))
        )
    }

    /// Decides about a client that somebody waits for.
    ///
    /// - Parameters:
    ///   - name: Its id, or the beginning of the id.
    ///   - isAdmitted: Whether people may let it in.
    /// - Returns: The client, and who waited for it.
    /// - Throws: ``AdministrationError``, also where nobody waits for such a client.
    public func decideClient(
        _ name: String,
        isAdmitted: Bool
    ) async throws(AdministrationError) -> CommandOutput {
        let group = try waitingGroup(name)
        _ = try await set(isAdmitted ? .allow : .deny, .client(group.client.identifier))
        let people = group.people.map(\.email).joined(separator: ", ")
        let shown = TerminalText.cleaned(group.client.name)
        let short = Self.shortened(group.client.identifier)
        return CommandOutput(
            isAdmitted
                ? "Approved \(shown) (\(short)): it goes on by itself for \(people)."
                : "Denied \(shown) (\(short)): \(people) can tell the application so.",
            json: group.json
        )
    }

    private func waitingGroup(_ name: String) throws(AdministrationError) -> WaitingGroup {
        let groups = WaitingGroup.groups(of: try explained { try store.admission.waiting() })
        let beginning = Array(name.utf8.prefix { $0 < 0x80 })
        if let exact = groups.first(where: { $0.client.identifier.isIdentical(to: name) }) {
            return exact
        }
        let found = groups.filter { $0.client.identifier.utf8.starts(with: beginning) }
        guard beginning.count >= 8, let first = found.first else {
            throw AdministrationError(
                "nobody waits for a client \(AdministrationError.quoted(name)); see "
                    + "'wayleave client pending'"
            )
        }
        guard found.count == 1 else { throw .ambiguous("client", name) }
        return first
    }

    /// The hosts of redirect URIs, which is what an operator decides by.
    private static func shown(_ uris: [String]) -> String {
        uris.map { (try? RedirectURI(parsing: $0))?.displayHost ?? $0 }.joined(separator: ", ")
    }
}
