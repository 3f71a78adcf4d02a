internal import JSON
internal import Primitives

/// A person on their way through their network's permission, as the store keeps it.
///
/// It is known by a key that only their browser and for a while the network hold, and it belongs to
/// the person and the browser that began it.
public struct ConnectionFlow: Sendable {
    /// For how many seconds a step waits for the next.
    static let lifetimeInSeconds: Int64 = 1_200

    /// What is waited for.
    enum Step: Sendable {
        /// The network's answer.
        case answer(PendingAuthorization)
        /// The person's choice of these.
        case choice([ProfileOffer])
    }

    /// What the link said.
    public let ticket: ConnectionTicket
    /// The link itself, to try again with.
    public let link: String
    /// The digest of the browser that began.
    let browser: [UInt8]
    /// What is waited for.
    let step: Step

    /// The profiles to choose from; none while the network's answer is waited for.
    public var offers: [ProfileOffer] {
        if case .choice(let offers) = step { offers } else { [] }
    }

    init(_ ticket: ConnectionTicket, link: String, browser: [UInt8], _ step: Step) {
        self.ticket = ticket
        self.link = link
        self.browser = browser
        self.step = step
    }

    /// Whether `visitor` began it.
    func belongs(to visitor: ConnectionVisitor) -> Bool {
        ticket.person.isIdentical(to: visitor.person) && browser == visitor.browser
    }

    /// Reads what ``bytes`` wrote.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes),
            let ticket = json["ticket"].flatMap(ConnectionTicket.init(_:)),
            let link = json["link"]?.stringValue,
            let browser = json["browser"]?.stringValue.flatMap({ Hex.decode(Array($0.utf8)) })
        else { return nil }
        let step: Step
        if let offers = json["offers"]?.arrayValue {
            step = .choice(offers.compactMap(ProfileOffer.init(_:)))
        } else if let pending = json["pending"].flatMap(PendingAuthorization.init(_:)) {
            step = .answer(pending)
        } else {
            return nil
        }
        self.init(ticket, link: link, browser: browser, step)
    }

    /// The flow with its secrets, for a store that seals it.
    var bytes: [UInt8] {
        var object: JSONObject = [
            "ticket": ticket.json, "link": .string(link), "browser": .string(Hex.encode(browser)),
        ]
        switch step {
        case .answer(let pending): object.append("pending", pending.json)
        case .choice(let offers): object.append("offers", .array(offers.map(\.json)))
        }
        return JSONValue.object(object).serialized()
    }
}

/// Who goes through a connection: a signed-in person at a browser.
public struct ConnectionVisitor: Sendable {
    /// The person, `usr_…`.
    public let person: String
    /// The digest of what binds their browser.
    public let browser: [UInt8]

    /// Names the visitor.
    public init(person: String, browser: [UInt8]) {
        self.person = person
        self.browser = browser
    }
}

extension PendingAuthorization {
    fileprivate init?(_ json: JSONValue) {
        guard let endpoint = json["endpoint"]?.stringValue else { return nil }
        self.init(
            endpoint: endpoint,
            verifier: json["verifier"]?.stringValue.map(SecretText.init(_:)),
            issuer: json["issuer"]?.stringValue,
            namesItself: json["namesItself"] == true
        )
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = ["endpoint": .string(endpoint), "namesItself": .bool(namesItself)]
        object.append("verifier", ifPresent: verifier.map { .string($0.exposed) })
        object.append("issuer", ifPresent: issuer.map(JSONValue.string))
        return .object(object)
    }
}

extension ProfileOffer {
    fileprivate init?(_ json: JSONValue) {
        guard let network = json["network"]?.stringValue.flatMap(Network.init(rawValue:)),
            let account = json["account"]?.stringValue, let name = json["name"]?.stringValue,
            let handle = json["handle"]?.stringValue, let endpoint = json["endpoint"]?.stringValue
        else { return nil }
        self.init(
            network: network,
            account: account,
            name: name,
            handle: handle,
            connection: ProfileConnection(
                endpoint: endpoint,
                secret: json["secret"]?.stringValue.map(SecretText.init(_:)),
                account: account
            )
        )
        avatarURL = json["avatar"]?.stringValue
        limits = json["limits"].flatMap(NetworkLimits.init(json:))
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "network": .string(network.rawValue), "account": .string(account),
            "name": .string(name), "handle": .string(handle),
            "endpoint": .string(connection.endpoint),
        ]
        object.append("secret", ifPresent: connection.secret.map { .string($0.exposed) })
        object.append("avatar", ifPresent: avatarURL.map(JSONValue.string))
        object.append("limits", ifPresent: limits?.json)
        return .object(object)
    }
}
