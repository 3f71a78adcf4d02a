internal import JSON
internal import OAuth
internal import Primitives
internal import Storage

/// What a rule does, as an operator writes it.
public enum PolicyAction: String, Sendable, CaseIterable {
    /// People may decide about the client.
    case allow
    /// Nobody can let the client in.
    case deny
    /// The client waits until an operator has decided.
    case hold

    var action: ClientRule.Action {
        switch self {
        case .allow: .allow
        case .deny: .deny
        case .hold: .hold
        }
    }
}

/// Which clients a rule is about, as an operator writes it.
public enum PolicyMatch: String, Sendable, CaseIterable {
    /// The one with this `client_id`.
    case client
    /// Those whose metadata document is at this host.
    case domain
    /// Those that would be sent back there.
    case redirectHost = "redirect-host"
    /// Those that became known in this way.
    case kind

    /// What the pattern of such a rule looks like.
    public var form: String {
        switch self {
        case .client: "a client id"
        case .domain: "a host such as claude.ai, or *.example.com for every host below it"
        case .redirectHost: "a host, *.host, loopback, or a scheme such as cursor:"
        case .kind: "registered, dynamic or metadata_document"
        }
    }
}

extension Installation {
    /// Returns the policy for clients.
    public func policy() throws(AdministrationError) -> CommandOutput {
        let policy = try explained { try store.admission.currentPolicy() }
        var table = Table("RULE", "ACTION", "MATCH", "PATTERN", "ADDED")
        for rule in policy.rules {
            let (match, pattern) = rule.subject.words
            table.add(
                rule.identifier,
                rule.action.rawValue,
                match,
                Self.shortened(pattern),
                rule.createdAt.short
            )
        }
        let others = policy.rules.isEmpty ? "All clients" : "All other clients"
        return CommandOutput(
            table.text(empty: "There is no rule; add one with 'wayleave policy add'.")
                + "\n\n\(others): \(policy.fallback.rawValue)",
            json: [
                "default": .string(policy.fallback.rawValue),
                "rules": .array(policy.rules.map(\.json)),
            ]
        )
    }

    /// Adds a rule, or gives the rule about the same clients another action.
    ///
    /// - Parameters:
    ///   - action: What happens to the clients.
    ///   - match: How they are recognized.
    ///   - pattern: Which they are.
    /// - Returns: The rule.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func addRule(
        _ action: PolicyAction,
        _ match: PolicyMatch,
        _ pattern: String
    ) async throws(AdministrationError) -> CommandOutput {
        guard let subject = ClientRule.Subject(match: match.rawValue, pattern: pattern) else {
            throw AdministrationError(
                "\(AdministrationError.quoted(pattern)) does not fit --\(match.rawValue); write "
                    + match.form
            )
        }
        let (rule, waited) = try await set(action.action, subject)
        return CommandOutput(
            "\(Self.sentence(rule)) (\(rule.identifier)). "
                + "It holds from the next request on; connections that people have made stay."
                + Self.waitedWords(waited),
            json: rule.json
        )
    }

    /// Removes a rule.
    ///
    /// - Parameter identifier: The rule, or the beginning of its identifier.
    /// - Returns: The rule.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func removeRule(
        _ identifier: String
    ) async throws(AdministrationError) -> CommandOutput {
        let rules = try explained { try store.admission.currentPolicy() }.rules
        let beginning = Array(identifier.utf8)
        let found = rules.filter { $0.identifier.utf8.starts(with: beginning) }
        guard beginning.count >= 8, let rule = found.first else {
            throw AdministrationError(
                "there is no rule \(AdministrationError.quoted(identifier)); see "
                    + "'wayleave policy list'"
            )
        }
        guard found.count == 1 else { throw .ambiguous("rule", identifier) }
        let now = clock.now()
        let isRemoved = try await explained {
            try await store.admission.remove(rule.identifier, at: now)
        }
        guard isRemoved else {
            throw AdministrationError("somebody else removed the rule in this moment")
        }
        return CommandOutput("Removed: \(Self.sentence(rule).lowercasedFirst).", json: rule.json)
    }

    /// Says what happens to clients that no rule is about.
    ///
    /// - Parameter action: What.
    /// - Returns: The whole policy.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func setPolicyDefault(
        _ action: PolicyAction
    ) async throws(AdministrationError) -> CommandOutput {
        let identifier = PublicIdentifier.clientRule.make(from: random)
        let now = clock.now()
        try await explained {
            try await store.admission.setFallback(action.action, identifier: identifier, at: now)
        }
        return try policy()
    }

    /// Writes a rule and returns it as it is kept, with how many requests waited for it.
    func set(
        _ action: ClientRule.Action,
        _ subject: ClientRule.Subject
    ) async throws(AdministrationError) -> (rule: ClientRule, waited: Int) {
        let draft = ClientRule(
            identifier: PublicIdentifier.clientRule.make(from: random),
            subject: subject,
            action: action,
            createdAt: clock.now()
        )
        let written = try await explained { try await store.admission.set(draft) }
        let rule = ClientRule(
            identifier: written.identifier,
            subject: subject,
            action: action,
            createdAt: draft.createdAt
        )
        return (rule, written.waited)
    }

    /// What a rule says, without a full stop.
    static func sentence(_ rule: ClientRule) -> String {
        let (_, pattern) = rule.subject.words
        let shown = TerminalText.cleaned(shortened(pattern))
        let whom =
            switch rule.subject {
            case .client: "client \(shown)"
            case .documentHost: "clients with a document at \(shown)"
            case .redirect: "clients that return to \(shown)"
            case .kind: "\(shown) clients"
            }
        return switch rule.action {
        case .allow: "Allow \(whom)"
        case .deny: "Deny \(whom)"
        case .hold: "Hold \(whom)"
        }
    }

    static func waitedWords(_ count: Int) -> String {
        switch count {
        case 0: ""
        case 1: " One person waited for it."
        default: " \(count) people waited for it."
        }
    }
}

extension ClientRule {
    /// The rule as an object.
    var json: JSONValue {
        let (match, pattern) = subject.words
        return [
            "id": .string(identifier), "action": .string(action.rawValue),
            "match": .string(match), "pattern": .string(pattern), "created_at": createdAt.json,
        ]
    }
}

extension String {
    /// The text with its first letter in lower case, as it reads behind a colon.
    fileprivate var lowercasedFirst: String {
        prefix(1).lowercased() + dropFirst()
    }
}
