public import Cryptography
internal import JSON
public import Primitives

/// What a connection link says, sealed so that nobody can write one.
///
/// A tool hands it out after the router let the call through. Whoever opens it must be the person
/// of the grant, and every step looks again whether grant, selection, membership and role hold.
public struct ConnectionTicket: Sendable, Equatable {
    /// For how many seconds a link can be opened.
    public static let lifetimeInSeconds: Int64 = 1_800
    /// The scope that the grant must hold at every step.
    static let scope = "social_profiles:connect"
    private static let context = Array("connection link 1".utf8)

    /// The network.
    public let network: Network
    /// The workspace, in the name of the client that asked.
    public let access: WorkspaceAccess
    /// Until when.
    public let expiresAt: Timestamp

    /// Whose link it is, `usr_…`.
    public var person: String { caller?.person ?? "" }
    /// What the client that asked calls itself, or its identifier.
    public var clientName: String { caller.map { $0.clientName ?? $0.client } ?? "" }

    private var caller: Caller? {
        if case .caller(let caller) = access.actor { caller } else { nil }
    }

    /// Creates the ticket of a call that asks for a link.
    init(network: Network, access: WorkspaceAccess, now: Timestamp) {
        self.network = network
        self.access = access
        expiresAt = now.adding(seconds: Self.lifetimeInSeconds)
    }

    /// Opens a link, perhaps one that has expired; `nil` where this server did not make it.
    ///
    /// - Parameters:
    ///   - text: What the link carries.
    ///   - key: What sealed it.
    public init?(_ text: String, openedWith key: SealingKey) {
        guard text.utf8.count <= 4_000, let sealed = Base64URL.decode(Array(text.utf8)),
            let content = key.open(sealed, context: Self.context),
            let json = try? JSONValue(parsing: content)
        else { return nil }
        self.init(json)
    }

    /// The ticket as a link carries it: base64url, the same for the same ticket.
    public func sealed(with key: SealingKey) -> String {
        Base64URL.encode(key.sealDeterministically(json.serialized(), context: Self.context))
    }

    /// Reads what ``json`` wrote.
    init?(_ json: JSONValue) {
        guard let network = json["n"]?.stringValue.flatMap(Network.init(rawValue:)),
            let workspace = json["w"]?.stringValue, let name = json["l"]?.stringValue,
            let person = json["p"]?.stringValue, let client = json["c"]?.stringValue,
            let grant = json["g"]?.stringValue, let end = json["x"]?.integerValue
        else { return nil }
        self.network = network
        access = WorkspaceAccess(
            identifier: workspace,
            name: name,
            actor: .caller(
                Caller(
                    person: person,
                    client: client,
                    clientName: json["t"]?.stringValue,
                    grant: grant,
                    scopes: [Self.scope]
                )
            )
        )
        expiresAt = Timestamp(secondsSinceEpoch: end)
    }

    var json: JSONValue {
        var object: JSONObject = [
            "n": .string(network.rawValue), "w": .string(access.identifier),
            "l": .string(access.name), "p": .string(person),
            "x": .integer(expiresAt.secondsSinceEpoch),
        ]
        object.append("c", .string(caller?.client ?? ""))
        object.append("t", ifPresent: caller?.clientName.map(JSONValue.string))
        object.append("g", .string(caller?.grant ?? ""))
        return .object(object)
    }
}
