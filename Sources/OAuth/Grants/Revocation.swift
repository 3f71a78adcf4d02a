public import Primitives

/// The mark that ends a grant for good; the row stays.
public struct Revocation: Sendable, Equatable {
    /// When it ended.
    public let at: Timestamp
    /// Who ended it.
    public let by: RevokedBy
    /// Why it ended.
    public let reason: RevocationReason

    /// Creates the mark.
    public init(at: Timestamp, by: RevokedBy, reason: RevocationReason) {
        self.at = at
        self.by = by
        self.reason = reason
    }
}

/// Who ended a grant.
public enum RevokedBy: String, Sendable, CaseIterable {
    /// The person it belongs to.
    case person
    /// An operator at a shell.
    case `operator`
    /// The client, at the revocation endpoint.
    case client
    /// The server itself, on a rule.
    case server
}

/// Why a grant ended.
public enum RevocationReason: String, Sendable, CaseIterable {
    /// The person ended the connection on the account page.
    case endedByPerson = "ended_by_person"
    /// An operator revoked it.
    case endedByOperator = "ended_by_operator"
    /// The client revoked one of its tokens (RFC 7009).
    case endedByClient = "ended_by_client"
    /// An authorization code was presented a second time.
    case codeReplay = "code_replay"
    /// A refresh token was presented again after its successor had been used.
    case refreshReplay = "refresh_replay"
    /// The person was removed.
    case personRemoved = "person_removed"
    /// The client was removed.
    case clientRemoved = "client_removed"
    /// The person got another password, and the operator wanted their grants ended with it.
    case passwordChanged = "password_changed"
    /// The client now proves itself less well than the person approved.
    case clientChanged = "client_changed"

    /// Whether the person should look into it: something of theirs may have leaked.
    public var isAlarming: Bool { self == .codeReplay || self == .refreshReplay }

    /// One plain sentence for the person or the operator who asks why access ended.
    public var text: String {
        switch self {
        case .endedByPerson: "Ended on the account page."
        case .endedByOperator: "Revoked by an operator."
        case .endedByClient: "The client gave its access back."
        case .codeReplay: "An authorization code was used a second time, so it may have leaked."
        case .refreshReplay:
            "An old refresh token was used again after it had been replaced, so it may have leaked."
        case .personRemoved: "The person was removed."
        case .clientRemoved: "The client was removed."
        case .passwordChanged: "The password was changed, and every connection was ended with it."
        case .clientChanged:
            "The client changed how it proves who it is, so it must be approved again."
        }
    }
}
