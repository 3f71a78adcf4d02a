private import Primitives

/// What a policy looks at.
struct PolicySubject: Sendable {
    /// The `client_id`.
    let identifier: String
    /// How the client became known.
    let kind: ClientKind
    /// The host of its metadata document, in lower case, if it has one.
    let documentHost: String?
    /// Where it would be sent back to.
    let redirectURI: RedirectURI

    init(identifier: String, kind: ClientKind, redirectURI: RedirectURI) {
        self.identifier = identifier
        self.kind = kind
        self.redirectURI = redirectURI
        documentHost =
            kind == .metadataDocument ? (try? RedirectURI(parsing: identifier))?.host : nil
    }
}

/// An operator's rules for clients.
///
/// The more a rule says, the more it counts: first the rule about the very client; then those about
/// its document's domain and its redirect host, of each the most precise, and of the two the
/// stricter; then that about its kind; then the default. A client that an operator registered is
/// only subject to rules about itself and about its kind: whoever registered it has decided.
public struct ClientPolicy: Sendable, Equatable {
    /// The rules, in no order.
    public let rules: [ClientRule]
    /// What happens to clients that no rule is about.
    public let fallback: ClientRule.Action

    /// Creates the policy.
    public init(rules: [ClientRule], fallback: ClientRule.Action) {
        self.rules = rules
        self.fallback = fallback
    }

    /// Everybody may be let in.
    public static let open = ClientPolicy(rules: [], fallback: .allow)

    /// Decides about the client of `request`.
    public func action(for request: AcceptedAuthorizationRequest) -> ClientRule.Action {
        action(
            for: PolicySubject(
                identifier: request.client.identifier,
                kind: request.client.kind,
                redirectURI: request.redirectURI
            )
        )
    }

    func action(for client: PolicySubject) -> ClientRule.Action {
        let matching = rules.filter { $0.subject.matches(client) }
        func best(_ isWanted: (ClientRule.Subject) -> Bool) -> ClientRule.Action? {
            matching.filter { isWanted($0.subject) }
                .max {
                    ($0.subject.precision, $0.action.strictness)
                        < ($1.subject.precision, $1.action.strictness)
                }?
                .action
        }
        if let own = best({ if case .client = $0 { true } else { false } }) { return own }
        if client.kind != .registered {
            let places = [
                best { if case .documentHost = $0 { true } else { false } },
                best { if case .redirect = $0 { true } else { false } },
            ]
            let strictest = places.compactMap { $0 }.max { $0.strictness < $1.strictness }
            if let strictest { return strictest }
        }
        let kind = best { if case .kind = $0 { true } else { false } }
        return kind ?? (client.kind == .registered ? .allow : fallback)
    }
}
