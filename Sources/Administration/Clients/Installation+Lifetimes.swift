internal import JSON
public import OAuth
internal import Primitives
internal import Storage

extension Installation {
    /// Gives a client lifetimes of its own, which its running grants follow at once.
    ///
    /// - Parameters:
    ///   - name: Its id, or the beginning of the id.
    ///   - change: What to set over what it has now; `nil` makes it follow the server's again.
    /// - Returns: The client.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func setLifetimes(
        of name: String,
        to change: TokenLifetimesChange?
    ) async throws(AdministrationError) -> CommandOutput {
        let client = try knownClient(name).client
        let standard = try serverLifetimes()
        var lifetimes: TokenLifetimes?
        if let change {
            guard let changed = (client.lifetimes ?? standard).applying(change) else {
                throw AdministrationError("lifetimes must be \(LifetimeArguments.rule)")
            }
            lifetimes = changed
        }
        let now = clock.now()
        _ = try await explained { [lifetimes] in
            try await store.clients.setLifetimes(client.identifier, lifetimes, at: now)
        }
        let sentence =
            lifetimes.map { "\(client.name) has lifetimes of its own now: \($0.words)." }
            ?? "\(client.name) follows the lifetimes of the server: \(standard.words)."
        return CommandOutput(sentence, json: try knownClient(client.identifier).json)
    }

    /// The lifetimes that the server was last started with.
    func serverLifetimes() throws(AdministrationError) -> TokenLifetimes {
        let stored = try explained { try store.settings.lifetimes() }
        return stored ?? .standard
    }
}

extension TokenLifetimes {
    /// The lifetimes in words.
    var words: String {
        let text = DurationArgument.text(_:)
        return "access token \(text(accessSeconds)), unused \(text(idleSeconds)), altogether "
            + "\(text(absoluteSeconds)), convergence window \(text(convergenceSeconds)), code "
            + text(codeSeconds)
    }

    /// The lifetimes as an object.
    var json: JSONValue {
        [
            "access_seconds": .integer(accessSeconds), "idle_seconds": .integer(idleSeconds),
            "absolute_seconds": .integer(absoluteSeconds),
            "convergence_seconds": .integer(convergenceSeconds),
            "code_seconds": .integer(codeSeconds),
        ]
    }
}
