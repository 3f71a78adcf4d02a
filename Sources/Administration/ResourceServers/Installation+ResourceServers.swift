internal import Cryptography
internal import JSON
internal import OAuth
internal import Primitives
internal import Storage

extension Installation {
    /// Gives a resource server a credential for the introspection endpoint.
    ///
    /// - Parameters:
    ///   - resource: The identifier that its tokens are issued for, such as
    ///     `https://mcp.example.com/mcp`.
    ///   - scopes: The names of the scopes that mean something there; none stands for all.
    /// - Returns: The id and, for this one time, the secret.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func addResourceServer(
        _ resource: String,
        scopes: [String] = []
    ) async throws(AdministrationError) -> CommandOutput {
        let audience = try Self.audience(resource)
        let scopes = try Self.scopes(scopes)
        let identifier = PublicIdentifier.resourceServer.make(from: random)
        let secret = makeSecret()
        let now = clock.now()
        let isAdded = try await explained {
            try await store.resourceServers.add(
                ResourceServer(
                    identifier: identifier,
                    audience: audience,
                    scopes: scopes,
                    secretHash: SHA256.digest(Array(secret.exposed.utf8))
                ),
                at: now
            )
        }
        guard isAdded else { throw AdministrationError("the id is taken; run the command again") }
        var details = Details()
        details.add("Id", identifier)
        // Handing the secret over is what the command is for; it is not kept in this form.
        details.add("Secret", secret.exposed)
        details.add("Resource", audience)
        details.add("Scopes", all: scopes.names)
        return CommandOutput(
            "\(details.text)\n\nThe secret is shown once; keep it where only the server sees it.",
            json: [
                "id": .string(identifier), "secret": .string(secret.exposed),
                "resource": .string(audience),
                "scopes": .array(scopes.names.map(JSONValue.string)), "created_at": now.json,
            ]
        )
    }

    /// Returns all resource servers.
    public func resourceServers() throws(AdministrationError) -> CommandOutput {
        let listings = try explained { try store.resourceServers.listings() }
        var table = Table("ID", "RESOURCE", "SCOPES", "ADDED")
        for listing in listings {
            table.add(
                listing.identifier,
                listing.audience,
                listing.scopes == .resource ? "all" : listing.scopes.text,
                listing.createdAt.short
            )
        }
        return CommandOutput(
            table.text(
                empty:
                    "There is no resource server yet; add one with 'wayleave resource-server add'."
            ),
            json: .array(listings.map(\.json))
        )
    }

    /// Gives a resource server another secret; the old one ends at once.
    ///
    /// - Parameter identifier: Its id.
    /// - Returns: The id and, for this one time, the secret.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func rotateResourceServer(
        _ identifier: String
    ) async throws(AdministrationError) -> CommandOutput {
        let secret = makeSecret()
        let hash = SHA256.digest(Array(secret.exposed.utf8))
        let isRotated = try await explained {
            try await store.resourceServers.rotate(identifier, to: hash, at: clock.now())
        }
        guard isRotated else { throw .unknownResourceServer(identifier) }
        var details = Details()
        details.add("Id", identifier)
        details.add("Secret", secret.exposed)
        return CommandOutput(
            "\(details.text)\n\nThe old secret has ended. The new one is shown once.",
            json: ["id": .string(identifier), "secret": .string(secret.exposed)]
        )
    }

    /// Removes a resource server: it can ask about nothing from now on.
    ///
    /// - Parameter identifier: Its id.
    /// - Returns: What was removed.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func removeResourceServer(
        _ identifier: String
    ) async throws(AdministrationError) -> CommandOutput {
        let isRemoved = try await explained {
            try await store.resourceServers.remove(identifier, at: clock.now())
        }
        guard isRemoved else { throw .unknownResourceServer(identifier) }
        return CommandOutput(
            "Removed \(identifier): its credential has ended, and nobody gets new tokens for its "
                + "resource unless another resource server has the same.",
            json: ["id": .string(identifier)]
        )
    }

    private static func scopes(_ names: [String]) throws(AdministrationError) -> ScopeSet {
        var scopes: [Scope] = []
        for name in names {
            guard let scope = Scope(named: name.utf8), scope != .offlineAccess else {
                throw AdministrationError(
                    "\(AdministrationError.quoted(name)) is not a scope of a resource; the scopes "
                        + "are \(ScopeSet.resource.names.joined(separator: ", "))"
                )
            }
            scopes.append(scope)
        }
        return scopes.isEmpty ? .resource : ScopeSet(scopes)
    }

    /// The canonical form of a resource identifier.
    static func audience(_ text: String) throws(AdministrationError) -> String {
        guard let resource = ResourceIndicator(canonical: text) else {
            throw AdministrationError(
                "\(AdministrationError.quoted(text)) is not a resource identifier; write it like "
                    + "https://mcp.example.com/mcp, the host in lower case, without a slash at "
                    + "the end, query or fragment"
            )
        }
        return resource.canonical
    }
}

extension ResourceServerListing {
    /// The resource server as an object.
    var json: JSONValue {
        [
            "id": .string(identifier), "resource": .string(audience),
            "scopes": .array(scopes.names.map(JSONValue.string)),
            "created_at": createdAt.json, "rotated_at": .time(rotatedAt),
        ]
    }
}
