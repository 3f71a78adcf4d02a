/// A client that the registry knows: where it really is, and what it does differently.
public struct KnownClient: Sendable, Equatable {
    /// A short name in lower case that no other entry has.
    public let identifier: String
    /// What people call it.
    public let name: String
    /// Who makes it.
    public let vendor: String
    /// The addresses of its metadata documents.
    public let documents: [KnownAddress]
    /// Where it is sent back to.
    public let callbacks: [KnownAddress]
    /// The whole names that it goes by.
    public let names: [String]
    /// Words so distinctive that a name which merely contains one claims to be this client.
    public let brands: [String]
    /// What an operator may want to know about it, one sentence each.
    public let quirks: [String]
    /// The advertised life of its access tokens in seconds, for one that does not refresh; `nil`
    /// follows the server's.
    public let accessSeconds: Int64?

    /// Whether `identifier` is the address of one of its documents.
    func owns(document identifier: String) -> Bool {
        documents.contains { $0.matches(document: identifier) }
    }

    /// Whether it is sent back to `redirectURI`.
    func returns(to redirectURI: RedirectURI) -> Bool {
        callbacks.contains { $0.matches(redirectURI) }
    }

    /// The lifetimes of a grant of this client, or `nil` where it follows `standard`.
    ///
    /// Only a client that does not refresh has some of its own; never shorter ones.
    public func lifetimes(over standard: TokenLifetimes) -> TokenLifetimes? {
        guard let accessSeconds, accessSeconds > standard.accessSeconds else { return nil }
        return TokenLifetimes(
            codeSeconds: standard.codeSeconds,
            accessSeconds: accessSeconds,
            graceSeconds: standard.graceSeconds,
            idleSeconds: standard.idleSeconds,
            absoluteSeconds: standard.absoluteSeconds,
            convergenceSeconds: standard.convergenceSeconds
        )
    }
}
