public import Primitives

/// One approval, from its authorization code to its last refresh token: one row for its whole life.
///
/// The rules in `Tokens/` change a grant only through a store's `update`, inside one write
/// transaction, so that single use and rotation are decided where they are written down.
public struct Grant: Sendable, Equatable {
    /// The row's key, enciphered inside every token.
    public let key: GrantKey
    /// The identifier that people and clients see, `grt_…`.
    public let identifier: String
    /// What was approved.
    public var terms: GrantTerms
    /// What the authorization code is bound to.
    public let code: CodeBinding
    /// The state of the tokens.
    public var tokens: TokenState
    /// When the person approved.
    public let createdAt: Timestamp
    /// When a token of the grant was last redeemed, refreshed or introspected, to within minutes.
    public var lastUsedAt: Timestamp?
    /// The mark that ended the grant, if any.
    public var revocation: Revocation?
    /// The random name of the approved page flow; a second submission of it finds the same grant.
    public let requestID: String

    /// Creates the value of one row.
    public init(
        key: GrantKey,
        draft: GrantDraft,
        clientKey: ClientKey,
        tokens: TokenState,
        lastUsedAt: Timestamp?,
        revocation: Revocation?
    ) {
        self.key = key
        identifier = draft.identifier
        terms = GrantTerms(
            user: draft.user,
            client: clientKey,
            resource: draft.resource,
            scopes: draft.scopes,
            lifetimes: draft.lifetimes,
            confirmsPublishing: draft.approval.confirmsPublishing
        )
        code = draft.code
        self.tokens = tokens
        createdAt = draft.createdAt
        self.lastUsedAt = lastUsedAt
        self.revocation = revocation
        requestID = draft.requestID
    }

    /// Creates the value of one row from its parts.
    public init(
        key: GrantKey,
        identity: GrantIdentity,
        terms: GrantTerms,
        code: CodeBinding,
        tokens: TokenState,
        lastUsedAt: Timestamp?,
        revocation: Revocation?
    ) {
        self.key = key
        identifier = identity.identifier
        createdAt = identity.createdAt
        requestID = identity.requestID
        self.terms = terms
        self.code = code
        self.tokens = tokens
        self.lastUsedAt = lastUsedAt
        self.revocation = revocation
    }
}

/// What names a grant and never changes.
public struct GrantIdentity: Sendable, Equatable {
    /// The identifier that people and clients see, `grt_…`.
    public let identifier: String
    /// The random name of the approved page flow.
    public let requestID: String
    /// When the person approved.
    public let createdAt: Timestamp

    /// Creates the value.
    public init(identifier: String, requestID: String, createdAt: Timestamp) {
        self.identifier = identifier
        self.requestID = requestID
        self.createdAt = createdAt
    }
}

/// What a person approved.
public struct GrantTerms: Sendable, Equatable {
    /// The person.
    public let user: UserKey
    /// The client.
    public let client: ClientKey
    /// The canonical identifier of the resource, the audience of every token.
    public let resource: String
    /// The scopes granted.
    public var scopes: ScopeSet
    /// Lifetimes of its own; `nil` follows the server's.
    public let lifetimes: TokenLifetimes?
    /// Whether the person wants to be asked before something goes out or is deleted with it.
    public var confirmsPublishing: Bool

    /// Creates the terms.
    public init(
        user: UserKey,
        client: ClientKey,
        resource: String,
        scopes: ScopeSet,
        lifetimes: TokenLifetimes?,
        confirmsPublishing: Bool
    ) {
        self.user = user
        self.client = client
        self.resource = resource
        self.scopes = scopes
        self.lifetimes = lifetimes
        self.confirmsPublishing = confirmsPublishing
    }
}

/// What an authorization code is bound to besides its client and resource.
public struct CodeBinding: Sendable, Equatable {
    /// The 32 bytes of the decoded `S256` challenge (RFC 7636 §4.2).
    public let challenge: [UInt8]
    /// The redirect URI that the code was sent to, byte for byte.
    public let redirectURI: String

    /// Creates the binding.
    public init(challenge: [UInt8], redirectURI: String) {
        self.challenge = challenge
        self.redirectURI = redirectURI
    }
}

/// The state of a grant's tokens.
public struct TokenState: Sendable, Equatable {
    /// The 16 random bytes that every token of the grant is authenticated with.
    public let salt: [UInt8]
    /// 0 until the code is redeemed, then the number of the newest pair of tokens.
    public var generation: UInt32
    /// When the current generation was issued; for generation 0, the code.
    public var issuedAt: Timestamp
    /// When the generation before it was issued.
    public var previousIssuedAt: Timestamp?

    /// Creates the state.
    public init(
        salt: [UInt8],
        generation: UInt32,
        issuedAt: Timestamp,
        previousIssuedAt: Timestamp?
    ) {
        self.salt = salt
        self.generation = generation
        self.issuedAt = issuedAt
        self.previousIssuedAt = previousIssuedAt
    }

    /// The state of a grant that was approved at `now` and whose code was not redeemed yet.
    public static func fresh(salt: [UInt8], at now: Timestamp) -> TokenState {
        TokenState(salt: salt, generation: 0, issuedAt: now, previousIssuedAt: nil)
    }
}
