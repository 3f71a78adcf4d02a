internal import Cryptography
internal import JSON
internal import OAuth
internal import Primitives
internal import Storage

extension Installation {
    /// Gives a resource server a credential for the introspection endpoint.
    ///
    /// - Parameter resource: The identifier that its tokens are issued for, such as
    ///   `https://mcp.example.com/mcp`.
    /// - Returns: The id and, for this one time, the secret.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func addResourceServer(
        _ resource: String
    ) async throws(AdministrationError) -> CommandOutput {
        let audience = try Self.audience(resource)
        let identifier = PublicIdentifier.resourceServer.make(from: random)
        let secret = makeSecret()
        let now = clock.now()
        let isAdded = try await explained {
            try await store.resourceServers.add(
                ResourceServer(
                    identifier: identifier,
                    audience: audience,
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
        return CommandOutput(
            "\(details.text)\n\nThe secret is shown once; keep it where only the server sees it.",
            json: [
                "id": .string(identifier), "secret": .string(secret.exposed),
                "resource": .string(audience), "created_at": now.json,
            ]
        )
    }

    /// Returns all resource servers.
    public func resourceServers() throws(AdministrationError) -> CommandOutput {
        let listings = try explained { try store.resourceServers.listings() }
        var table = Table("ID", "RESOURCE", "ADDED")
        for listing in listings {
            table.add(listing.identifier, listing.audience, listing.createdAt.short)
        }
        return CommandOutput(
            table.text(
                empty:
                    "There is no resource server yet; add one with 'wayleave resource-server add'."
            ),
            json: .array(listings.map(\.json))
        )
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
            "created_at": createdAt.json, "rotated_at": .time(rotatedAt),
        ]
    }
}
