public import Primitives

/// What an operator decided about some clients.
public struct ClientRule: Sendable, Equatable {
    /// What happens to a client.
    public enum Action: String, Sendable, CaseIterable {
        /// People may decide about it.
        case allow
        /// Nobody can let it in.
        case deny
        /// It waits until an operator has decided.
        case hold

        /// How strict it is; where rules disagree the strictest wins.
        var strictness: Int {
            switch self {
            case .allow: 0
            case .hold: 1
            case .deny: 2
            }
        }
    }

    /// Which clients are meant.
    public enum Subject: Sendable, Hashable {
        /// The one with this `client_id`.
        case client(String)
        /// Those whose metadata document is at this host.
        case documentHost(HostPattern)
        /// Those that would be sent back there.
        case redirect(RedirectPattern)
        /// Those that became known in this way.
        case kind(ClientKind)
    }

    /// The identifier that operators see, `rule_…`.
    public let identifier: String
    /// Which clients are meant.
    public let subject: Subject
    /// What happens to them.
    public let action: Action
    /// When it was made.
    public let createdAt: Timestamp

    /// Creates the rule.
    public init(identifier: String, subject: Subject, action: Action, createdAt: Timestamp) {
        self.identifier = identifier
        self.subject = subject
        self.action = action
        self.createdAt = createdAt
    }
}

extension ClientRule.Subject {
    /// The kind of the subject and its text, as operators write them and stores keep them.
    public var words: (match: String, pattern: String) {
        switch self {
        case .client(let identifier): ("client", identifier)
        case .documentHost(let host): ("domain", host.text)
        case .redirect(let pattern): ("redirect-host", pattern.text)
        case .kind(let kind): ("kind", kind.rawValue)
        }
    }

    /// Reads what ``words`` wrote, or returns `nil`.
    public init?(match: String, pattern: String) {
        switch match {
        case "client":
            guard (1...8_192).contains(pattern.utf8.count),
                pattern.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else { return nil }
            self = .client(pattern)
        case "domain":
            guard let host = HostPattern(parsing: pattern) else { return nil }
            self = .documentHost(host)
        case "redirect-host":
            guard let redirect = RedirectPattern(parsing: pattern) else { return nil }
            self = .redirect(redirect)
        case "kind":
            guard let kind = ClientKind(rawValue: pattern) else { return nil }
            self = .kind(kind)
        default: return nil
        }
    }

    func matches(_ client: PolicySubject) -> Bool {
        switch self {
        case .client(let identifier): client.identifier.isIdentical(to: identifier)
        case .documentHost(let host): client.documentHost.map(host.matches(_:)) ?? false
        case .redirect(let pattern): pattern.matches(client.redirectURI)
        case .kind(let kind): client.kind == kind
        }
    }

    /// How much the subject says among those of its own kind.
    var precision: Int {
        switch self {
        case .client, .kind: 0
        case .documentHost(let host): host.precision
        case .redirect(let pattern): pattern.precision
        }
    }
}
