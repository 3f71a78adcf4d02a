public import Primitives

/// Where people are kept.
///
/// Every function that changes something returns after the change is durable.
public protocol PeopleStore: Sendable {
    /// Returns the person with this address and their password hash, disabled or not.
    func credentials(forEmail email: EmailAddress) async throws(DirectoryStoreError) -> Credentials?

    /// Returns the person of this row key.
    func person(_ key: PersonKey) async throws(DirectoryStoreError) -> Person?

    /// Returns the person of this identifier, compared byte by byte.
    func person(identifier: String) async throws(DirectoryStoreError) -> Person?

    /// Adds a person.
    ///
    /// - Parameter draft: The person without a row key.
    /// - Returns: The person as stored.
    /// - Throws: ``DirectoryStoreError/emailTaken`` when somebody has the address already.
    func add(_ draft: PersonDraft) async throws(DirectoryStoreError) -> Person

    /// Sets a new password and ends every browser session of the person, in one write.
    func setPasswordHash(
        of key: PersonKey,
        to hash: String
    ) async throws(DirectoryStoreError)

    /// Stores the same password under newer parameters, unless it changed meanwhile.
    ///
    /// - Parameters:
    ///   - key: Whose password it is.
    ///   - old: The hash that was verified; another stored hash is left alone.
    ///   - new: The hash of the same password.
    /// - Returns: Whether `old` was still there.
    /// - Throws: ``DirectoryStoreError/unavailable(reason:)``.
    func upgradePasswordHash(
        of key: PersonKey,
        from old: String,
        to new: String
    ) async throws(DirectoryStoreError) -> Bool

    /// Shuts the person out and ends every browser session of theirs in the same write, or with
    /// `nil` lets them in again.
    func setDisabled(_ key: PersonKey, at time: Timestamp?) async throws(DirectoryStoreError)
}
