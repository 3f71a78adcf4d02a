/// Some of the six lifetimes, to be laid over others.
public struct TokenLifetimesChange: Sendable, Equatable {
    /// Life of an authorization code in seconds, or `nil` to leave it.
    public var codeSeconds: Int64?
    /// Advertised life of an access token in seconds, or `nil` to leave it.
    public var accessSeconds: Int64?
    /// Life of an unused refresh token in seconds, or `nil` to leave it.
    public var idleSeconds: Int64?
    /// Life of a grant in seconds, or `nil` to leave it.
    public var absoluteSeconds: Int64?
    /// The convergence window in seconds, or `nil` to leave it.
    public var convergenceSeconds: Int64?

    /// Creates a change of nothing.
    public init() {}

    /// Whether nothing is changed.
    public var isEmpty: Bool { self == TokenLifetimesChange() }
}

extension TokenLifetimes {
    /// These lifetimes with those of `change`, or `nil` where they would contradict each other.
    public func applying(_ change: TokenLifetimesChange) -> TokenLifetimes? {
        TokenLifetimes(
            codeSeconds: change.codeSeconds ?? codeSeconds,
            accessSeconds: change.accessSeconds ?? accessSeconds,
            graceSeconds: graceSeconds,
            idleSeconds: change.idleSeconds ?? idleSeconds,
            absoluteSeconds: change.absoluteSeconds ?? absoluteSeconds,
            convergenceSeconds: change.convergenceSeconds ?? convergenceSeconds
        )
    }
}
