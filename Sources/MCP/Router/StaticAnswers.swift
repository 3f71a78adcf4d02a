internal import JSON

/// The parts of answers that are the same for everybody, written once.
struct StaticAnswers: Sendable {
    /// The answer to `tools/list`.
    let listing: ToolListing
    /// The members of the answer to `server/discover`.
    let discovery: [UInt8]
    /// The member `io.modelcontextprotocol/serverInfo` of every stateless result's `_meta`.
    let serverInfo: [UInt8]
    private let handshakes: [ProtocolRevision: [UInt8]]

    /// For how long a client may keep what the server says of itself.
    private static let discoveryLifetimeInMilliseconds: Int64 = 3_600_000

    init(identity: ServerIdentity, catalogue: ToolCatalogue) {
        listing = ToolListing(catalogue)
        var discovery: JSONObject = [
            "supportedVersions": .array(ProtocolRevision.namesNewestFirst.map(JSONValue.string)),
            "capabilities": Self.capabilities,
        ]
        discovery.append("instructions", ifPresent: identity.instructions.map(JSONValue.string))
        discovery.appendCacheHints(Self.discoveryLifetimeInMilliseconds)
        self.discovery = discovery.serializedMembers
        let serverInfo: JSONObject = [
            MetaName.serverInfo: .object(Self.serverInfo(identity, hasTitle: true))
        ]
        self.serverInfo = serverInfo.serializedMembers
        handshakes = ProtocolRevision.allCases.reduce(into: [:]) { answers, revision in
            answers[revision] = Self.handshake(identity, revision).serializedMembers
        }
    }

    /// The members of the answer to an `initialize` that asks for `requested`.
    ///
    /// A stateless revision has no handshake, so asking for one in a handshake is answered like
    /// asking for an unknown one: with the newest revision that has it.
    func handshake(requested: String) -> [UInt8] {
        let revision = ProtocolRevision(named: requested) ?? .newestLegacy
        return handshakes[min(revision, .newestLegacy)] ?? []
    }

    /// Only tools, and no notice of changed lists, which without sessions nobody could be sent.
    private static let capabilities: JSONValue = ["tools": [:]]

    private static func handshake(
        _ identity: ServerIdentity,
        _ revision: ProtocolRevision
    ) -> JSONObject {
        let info = serverInfo(identity, hasTitle: revision.hasStructuredContent)
        var result: JSONObject = [
            "protocolVersion": .string(revision.rawValue),
            "capabilities": capabilities,
            "serverInfo": .object(info),
        ]
        result.append("instructions", ifPresent: identity.instructions.map(JSONValue.string))
        return result
    }

    private static func serverInfo(_ identity: ServerIdentity, hasTitle: Bool) -> JSONObject {
        var info: JSONObject = ["name": .string(identity.name)]
        if hasTitle { info.append("title", .string(identity.title)) }
        info.append("version", .string(identity.version))
        return info
    }
}
