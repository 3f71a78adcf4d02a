private import Cryptography
internal import Directory
internal import JSON
internal import OAuth
public import Primitives
internal import Storage

extension Installation {
    /// Adds a person who can sign in at once.
    ///
    /// - Parameters:
    ///   - email: The address to sign in with.
    ///   - name: The name that pages show.
    ///   - password: The first password.
    /// - Returns: The person.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func addPerson(
        email: String,
        name: String,
        password: SecretText
    ) async throws(AdministrationError) -> CommandOutput {
        let address = try Self.emailAddress(email)
        let name = try Self.displayName(name)
        guard try find(person: address.text) == nil else {
            throw AdministrationError(DirectoryStoreError.emailTaken)
        }
        try explained { try PasswordRules.check(password, for: address) }
        let person = try await add(address, name, password)
        return try shown(
            person.identifier,
            saying: "Added \(address.text) as \(person.identifier)."
        )
    }

    /// Adds a person with a password that the caller answers for.
    func add(
        _ email: EmailAddress,
        _ name: DisplayName,
        _ password: SecretText
    ) async throws(AdministrationError) -> Person {
        let hash = try await hashed(password)
        return try await explained {
            try await store.people.add(
                PersonDraft(
                    identifier: OpaqueIdentifier.person(random),
                    email: email,
                    name: name,
                    passwordHash: hash,
                    createdAt: clock.now()
                )
            )
        }
    }

    /// Returns everybody, by e-mail address.
    public func people() throws(AdministrationError) -> CommandOutput {
        let listings = try explained { try store.people.listings() }
        var table = Table("USER", "EMAIL", "NAME", "WORKSPACES", "GRANTS", "STATE")
        for listing in listings {
            table.add(
                listing.person.identifier,
                listing.person.email.text,
                listing.person.name,
                "\(listing.workspaceCount)",
                "\(listing.grantCount)",
                listing.person.isEnabled ? "enabled" : "disabled"
            )
        }
        return CommandOutput(
            table.text(empty: "There is nobody yet; add somebody with 'wayleave user add'."),
            json: .array(listings.map(\.json))
        )
    }

    /// Returns one person with their workspaces.
    ///
    /// - Parameter name: A `usr_…` or an e-mail address.
    /// - Returns: The person.
    /// - Throws: ``AdministrationError``, also where there is nobody of that name.
    public func person(_ name: String) async throws(AdministrationError) -> CommandOutput {
        let listing = try knownPerson(name)
        let memberships = try await explained {
            try await store.workspaces.memberships(of: listing.person.key)
        }
        var details = Details()
        details.add("User", listing.person.identifier)
        details.add("E-mail", listing.person.email.text)
        details.add("Name", listing.person.name)
        details.add(
            "State",
            listing.person.disabledAt.map { "disabled since \($0.exact)" } ?? "enabled"
        )
        details.add("Added", listing.createdAt.exact)
        details.add("Grants", "\(listing.grantCount)")
        details.add(
            "Workspaces",
            all: memberships.map { "\($0.workspace.name), \($0.role.rawValue)" }
        )
        var json = listing.jsonObject
        json.append("memberships", .array(memberships.map(\.json)))
        return CommandOutput(details.text, json: .object(json))
    }

    /// Gives a person another password and ends their browser sessions.
    ///
    /// - Parameters:
    ///   - name: A `usr_…` or an e-mail address.
    ///   - password: The new password.
    ///   - endsGrants: Whether every grant of theirs ends with the old one.
    /// - Returns: The person.
    /// - Throws: ``AdministrationError``; then the old password still holds.
    public func setPassword(
        of name: String,
        to password: SecretText,
        endsGrants: Bool = false
    ) async throws(AdministrationError) -> CommandOutput {
        let person = try knownPerson(name).person
        try explained { try PasswordRules.check(password, for: person.email) }
        let hash = try await hashed(password)
        try await explained { try await store.people.setPasswordHash(of: person.key, to: hash) }
        var sentence = "Changed the password of \(person.email.text) and signed them out everywhere"
        if endsGrants {
            let user = UserKey(person.key.rawValue)
            let mark = Revocation(at: clock.now(), by: .operator, reason: .passwordChanged)
            let ended = try await explained { try await store.grants.revokeAll(of: user, mark) }
            sentence += "; ended \(counted(ended, "grant"))"
        }
        return try shown(person.identifier, saying: sentence + ".")
    }

    /// Shuts a person out, or lets them in again.
    ///
    /// - Parameters:
    ///   - name: A `usr_…` or an e-mail address.
    ///   - isDisabled: Whether they are to be shut out.
    /// - Returns: The person.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func setPerson(
        _ name: String,
        isDisabled: Bool
    ) async throws(AdministrationError) -> CommandOutput {
        let person = try knownPerson(name).person
        let address = person.email.text
        guard person.isEnabled == isDisabled else {
            return try shown(
                person.identifier,
                saying: "\(address) is \(isDisabled ? "disabled" : "enabled") already."
            )
        }
        let time = isDisabled ? clock.now() : nil
        try await explained { try await store.people.setDisabled(person.key, at: time) }
        let sentence =
            isDisabled
            ? "Disabled \(address): no sign-in and no client of theirs works until "
                + "'wayleave user enable \(address)'."
            : "Enabled \(address): they can sign in, and their clients work again."
        return try shown(person.identifier, saying: sentence)
    }

    /// Removes a person for good, with their memberships, sessions and grants.
    ///
    /// - Parameter name: A `usr_…` or an e-mail address.
    /// - Returns: What was ended with them.
    /// - Throws: ``AdministrationError``; then nothing was changed.
    public func removePerson(_ name: String) async throws(AdministrationError) -> CommandOutput {
        let person = try knownPerson(name).person
        let ended = try await explained {
            try await store.people.remove(person.key, at: clock.now())
        }
        guard let ended else { throw .unknownPerson(name) }
        return CommandOutput(
            "Removed \(person.email.text) and ended \(counted(ended, "grant")).",
            json: ["id": .string(person.identifier), "ended_grants": .integer(Int64(ended))]
        )
    }

    /// The person that an operator names.
    func knownPerson(_ name: String) throws(AdministrationError) -> PersonListing {
        guard let listing = try find(person: name) else { throw .unknownPerson(name) }
        return listing
    }

    /// Hashes a password.
    func hashed(_ password: SecretText) async throws(AdministrationError) -> String {
        try await explained {
            let hasher = PasswordHasher(
                workers: 1,
                parameters: passwordParameters,
                random: random
            )
            return try await hasher.hash(password).text
        }
    }

    static func emailAddress(_ text: String) throws(AdministrationError) -> EmailAddress {
        guard let address = try? EmailAddress(parsing: text) else {
            throw AdministrationError(
                "\(AdministrationError.quoted(text)) is not an e-mail address; write it like "
                    + "ada@example.com"
            )
        }
        return address
    }

    static func displayName(_ text: String) throws(AdministrationError) -> DisplayName {
        guard let name = try? DisplayName(parsing: text) else {
            throw AdministrationError(
                "\(AdministrationError.quoted(text)) cannot be a name; use 1 to "
                    + "\(DisplayName.maximumScalars) visible characters"
            )
        }
        return name
    }

    private func find(person name: String) throws(AdministrationError) -> PersonListing? {
        try explained { try store.people.find(name) }
    }

    private func shown(
        _ identifier: String,
        saying sentence: String
    ) throws(AdministrationError) -> CommandOutput {
        CommandOutput(sentence, json: try knownPerson(identifier).json)
    }
}

/// `count` with its noun, in the plural where that is due.
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
