/// Where the documents live that people approved.
public protocol ClientDocumentStore: ClientStore {
    /// The canonical metadata that `person` approved last, or `nil` when they never approved the
    /// client.
    ///
    /// - Parameters:
    ///   - identifier: The `client_id`.
    ///   - person: The person.
    /// - Returns: What ``ClientMetadata/canonicalJSON`` was at the time.
    /// - Throws: ``StoreError`` when the store cannot answer.
    func approvedDocument(
        of identifier: String,
        by person: UserKey
    ) async throws(StoreError) -> [UInt8]?

    /// Replaces the pinned metadata of a client by a narrower one, where it is still `old`.
    ///
    /// - Parameters:
    ///   - identifier: The `client_id`.
    ///   - old: The canonical metadata that was narrowed.
    ///   - new: The same with fewer keys.
    /// - Throws: ``StoreError`` when it could not be written.
    func narrow(
        _ identifier: String,
        from old: [UInt8],
        to new: [UInt8]
    ) async throws(StoreError)
}
