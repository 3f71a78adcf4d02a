private import Cryptography
internal import JSON
internal import OAuth
internal import Primitives
internal import Storage

extension Installation {
    /// Registers a client.
    ///
    /// - Parameters:
    ///   - name: The name that the consent page shows.
    ///   - redirectURIs: Where it may be sent back to.
    ///   - authentication: How it proves itself.
    /// - Returns: The client, with its secret for this one time.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func addClient(
        name: String,
        redirectURIs: [String],
        authentication: AuthenticationArgument
    ) async throws(AdministrationError) -> CommandOutput {
        let method = authentication.method
        let metadata = try metadata(name: name, redirectURIs: redirectURIs, method: method)
        let identifier = PublicIdentifier.client.make(from: random)
        let secret = method == .none ? nil : makeSecret()
        let record = ClientRecord(
            naming: ClientNaming(
                identifier: identifier,
                kind: .registered,
                name: metadata.displayName
            ),
            metadata: metadata.canonicalJSON,
            secretHash: secret.map { SHA256.digest(Array($0.exposed.utf8)) },
            lifetimes: nil,
            createdAt: clock.now(),
            disabledAt: nil
        )
        let isAdded = try await explained { try await store.clients.add(record) }
        guard isAdded else { throw AdministrationError("the id is taken; run the command again") }
        let listing = try knownClient(identifier)
        var json = listing.jsonObject
        var details = Details()
        details.add("Client id", identifier)
        guard let secret else { return CommandOutput(details.text, json: .object(json)) }
        // Handing the secret over is what the command is for; it is not kept in this form.
        json.append("secret", .string(secret.exposed))
        details.add("Client secret", secret.exposed)
        return CommandOutput(
            "\(details.text)\n\nThe secret is shown once; keep it where only the client sees it.",
            json: .object(json)
        )
    }

    /// Returns all clients, oldest first.
    ///
    /// - Parameter includingRemoved: Whether those are listed too that were removed.
    /// - Returns: The clients.
    /// - Throws: ``AdministrationError``.
    public func clients(
        includingRemoved: Bool = false
    ) throws(AdministrationError) -> CommandOutput {
        let listings = try explained {
            try store.clients.listings(includingRemoved: includingRemoved)
        }
        var table = Table("CLIENT", "NAME", "KIND", "GRANTS", "STATE", "ADDED")
        for listing in listings {
            table.add(
                Self.shortened(listing.client.identifier),
                listing.client.name,
                listing.client.kind.word,
                "\(listing.grantCount)",
                listing.state,
                listing.client.createdAt.short
            )
        }
        return CommandOutput(
            table.text(
                empty: "There is no client yet; one appears when somebody approves it, or with "
                    + "'wayleave client add'."
            ),
            json: .array(listings.map(\.json))
        )
    }

    /// Returns one client.
    ///
    /// - Parameter name: Its id, or the beginning of the id.
    /// - Returns: The client.
    /// - Throws: ``AdministrationError``, also where none or several fit.
    public func client(_ name: String) throws(AdministrationError) -> CommandOutput {
        let listing = try knownClient(name, includingRemoved: true)
        let client = listing.client
        let metadata = ClientMetadata(canonicalJSON: client.metadata)
        var details = Details()
        details.add("Client", client.identifier)
        details.add("Name", client.name)
        details.add("Kind", client.kind.word)
        details.add(
            "State",
            client.disabledAt.map { "\(listing.state) since \($0.exact)" } ?? "enabled"
        )
        let document = ClientDocumentReport(client)
        details.add("Authentication", document?.authentication ?? metadata?.method.rawValue)
        details.add("Redirect URIs", all: metadata?.redirectURIs.map(\.text) ?? [])
        document?.add(to: &details)
        details.add("Lifetimes", client.lifetimes?.words ?? "those of the server")
        details.add("Added", client.createdAt.exact)
        details.add("Grants", "\(listing.grantCount)")
        return CommandOutput(details.text, json: listing.json)
    }

    /// Shuts a client out, or lets it in again.
    ///
    /// - Parameters:
    ///   - name: Its id, or the beginning of the id.
    ///   - isDisabled: Whether it is to be shut out.
    /// - Returns: The client.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func setClient(
        _ name: String,
        isDisabled: Bool
    ) async throws(AdministrationError) -> CommandOutput {
        // Letting in is also the way back for one that was removed.
        let client = try knownClient(name, includingRemoved: !isDisabled).client
        guard (client.disabledAt == nil) == isDisabled else {
            return CommandOutput(
                "\(client.name) is \(isDisabled ? "disabled" : "enabled") already.",
                json: try knownClient(client.identifier).json
            )
        }
        let time = isDisabled ? clock.now() : nil
        _ = try await explained {
            try await store.clients.setDisabled(client.identifier, at: time)
        }
        let short = Self.shortened(client.identifier)
        return CommandOutput(
            isDisabled
                ? "Disabled \(client.name) (\(short)): its tokens stop working until "
                    + "'wayleave client enable \(short.prefix { $0 != "…" })'."
                : "Enabled \(client.name) (\(short)): its tokens work again.",
            json: try knownClient(client.identifier).json
        )
    }

    /// Removes a client: its grants end, and it stays shut out under its metadata.
    ///
    /// - Parameter name: Its id, or the beginning of the id.
    /// - Returns: What was ended with it.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func removeClient(_ name: String) async throws(AdministrationError) -> CommandOutput {
        let client = try knownClient(name).client
        let ended = try await explained {
            try await store.clients.remove(client.identifier, at: clock.now())
        }
        guard let ended else { throw .unknownClient(name) }
        let short = Self.shortened(client.identifier)
        return CommandOutput(
            "Removed \(client.name) (\(short)) and ended \(counted(ended, "grant")). It cannot "
                + "register or be approved again until 'wayleave client enable "
                + "\(short.prefix { $0 != "…" })'.",
            json: ["id": .string(client.identifier), "ended_grants": .integer(Int64(ended))]
        )
    }

    /// The client that an operator names by its id or the beginning of it.
    func knownClient(
        _ name: String,
        includingRemoved: Bool = false
    ) throws(AdministrationError) -> ClientListing {
        let listings = try explained {
            try store.clients.listings(includingRemoved: includingRemoved)
        }
        if let exact = listings.first(where: { $0.client.identifier.isIdentical(to: name) }) {
            return exact
        }
        let beginning = Array(name.utf8.prefix { $0 < 0x80 })
        let found = listings.filter { $0.client.identifier.utf8.starts(with: beginning) }
        guard beginning.count >= 8, let first = found.first else { throw .unknownClient(name) }
        guard found.count == 1 else { throw .ambiguous("client", name) }
        return first
    }

    /// An identifier as tables show it: dynamic ones carry their metadata and are long, while of an
    /// address the host and most of the path must be seen.
    static func shortened(_ identifier: String) -> String {
        let isAddress = ClientDocumentAddress.isClaimed(by: Array(identifier.utf8))
        let (longest, kept) = isAddress ? (72, 64) : (40, 20)
        return identifier.utf8.count <= longest ? identifier : "\(identifier.prefix(kept))…"
    }

    /// A new secret: 256 random bits, safe in a URL and in a header.
    func makeSecret() -> SecretText {
        SecretText("wls_\(Base64URL.encode(random.bytes(32)))")
    }

    private func metadata(
        name: String,
        redirectURIs: [String],
        method: ClientMetadata.AuthenticationMethod
    ) throws(AdministrationError) -> ClientMetadata {
        let uris = try redirectURIs.map { text throws(AdministrationError) in
            try explained { try RedirectURI(parsing: text) }
        }
        guard uris.count <= ClientMetadata.maximumRedirectURIs else {
            throw AdministrationError(
                "a client may have \(ClientMetadata.maximumRedirectURIs) redirect URIs; give fewer"
            )
        }
        guard
            let metadata = ClientMetadata(name: name, redirectURIs: uris, method: method)
        else {
            throw AdministrationError(
                "\(AdministrationError.quoted(name)) cannot be a name; use visible characters"
            )
        }
        return metadata
    }
}
