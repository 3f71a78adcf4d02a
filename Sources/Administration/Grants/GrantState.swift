internal import OAuth
internal import Primitives
internal import Storage

/// What a grant is good for at a moment.
enum GrantState: String, Sendable {
    /// Its client can get and use tokens.
    case active
    /// Approved, but its client has not fetched tokens yet.
    case pending
    /// Ended by its own lifetime.
    case expired
    /// Ended by somebody or by a rule.
    case revoked
    /// Its person is shut out.
    case userDisabled = "user_disabled"
    /// Its client is shut out.
    case clientDisabled = "client_disabled"

    /// Judges a grant by the lifetimes that the server uses where the grant has none of its own.
    init(of listing: GrantListing, at now: Timestamp, _ standard: TokenLifetimes) {
        let grant = listing.grant
        let lifetimes = grant.terms.lifetimes ?? standard
        let age = now.seconds(since: grant.createdAt)
        let idle = now.seconds(since: grant.tokens.issuedAt)
        if grant.revocation != nil {
            self = .revoked
        } else if listing.user.isDisabled {
            self = .userDisabled
        } else if listing.client.isDisabled {
            self = .clientDisabled
        } else if grant.tokens.generation == 0 {
            self = age > lifetimes.codeSeconds ? .expired : .pending
        } else {
            let isOver = age > lifetimes.absoluteSeconds || idle > lifetimes.idleSeconds
            self = isOver ? .expired : .active
        }
    }

    /// Whether a client can use the grant, now or as soon as it fetches its tokens.
    var isUsable: Bool { self == .active || self == .pending }

    /// The state in words.
    var words: String {
        switch self {
        case .active: "active"
        case .pending: "awaits client"
        case .expired: "expired"
        case .revoked: "revoked"
        case .userDisabled: "user disabled"
        case .clientDisabled: "client disabled"
        }
    }
}
