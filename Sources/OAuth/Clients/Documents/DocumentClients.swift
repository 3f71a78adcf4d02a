internal import Primitives

/// Finds the client behind an address, by what is published there at this moment.
public struct DocumentClients: Sendable {
    private let documents: ClientDocuments
    private let store: any ClientDocumentStore

    /// Creates the look-up.
    public init(documents: ClientDocuments, store: any ClientDocumentStore) {
        self.documents = documents
        self.store = store
    }

    /// Parses a `client_id` that claims to be an address.
    func address(_ identifier: [UInt8]) throws(AuthorizationProblem) -> ClientDocumentAddress {
        do {
            return try documents.address(identifier)
        } catch {
            throw .badClientAddress(error)
        }
    }

    /// Reads the client's document for one flow of a person who is signed in.
    ///
    /// A key that was pinned and is not published any more stops working at once.
    ///
    /// - Parameters:
    ///   - address: The `client_id`.
    ///   - flow: The random name of the flow.
    ///   - person: Who is signed in.
    /// - Returns: The client as it is published now, with what an operator decided about it.
    /// - Throws: ``AuthorizationProblem`` for the page to show instead.
    func client(
        at address: ClientDocumentAddress,
        flow: String,
        person: UserKey
    ) async throws(AuthorizationProblem) -> Client {
        let record = try await stored { () throws(StoreError) in
            try await store.client(identifier: address.text)
        }
        // What an operator has shut out is not even read.
        if let record, record.disabledAt != nil { throw .disabledClient(name: record.name) }
        let metadata: ClientMetadata
        do {
            metadata = try await documents.metadata(at: address, flow: flow, person: person)
        } catch {
            switch error {
            case .unavailable(let seconds, let reason):
                throw .documentUnavailable(
                    host: address.host,
                    afterSeconds: seconds,
                    reason: reason
                )
            case .invalid(let problem): throw .badDocument(host: address.host, problem)
            }
        }
        if let record { try await withdrawKeys(of: record, missingFrom: metadata) }
        return Client(
            identifier: address.text,
            kind: .metadataDocument,
            metadata: metadata,
            credential: metadata.proof.keys.map { .published($0, isRequired: true) } ?? .none,
            lifetimes: record?.lifetimes,
            disabledAt: nil
        )
    }

    /// How `client` differs from what `person` approved last.
    func changes(
        of client: Client,
        for person: UserKey
    ) async throws(AuthorizationProblem) -> [ClientChange] {
        guard client.kind == .metadataDocument else { return [] }
        let approved = try await stored { () throws(StoreError) in
            try await store.approvedDocument(of: client.identifier, by: person)
        }
        guard let approved, let metadata = ClientMetadata(canonicalJSON: approved) else {
            return []
        }
        return client.metadata.changes(since: metadata)
    }

    private func withdrawKeys(
        of record: ClientRecord,
        missingFrom published: ClientMetadata
    ) async throws(AuthorizationProblem) {
        guard let pinned = ClientMetadata(canonicalJSON: record.metadata),
            let narrower = pinned.withoutKeys(missingFrom: published)
        else { return }
        try await stored { () throws(StoreError) in
            try await store.narrow(
                record.identifier,
                from: record.metadata,
                to: narrower.canonicalJSON
            )
        }
    }

    private func stored<Value>(
        _ body: () async throws(StoreError) -> Value
    ) async throws(AuthorizationProblem) -> Value {
        do {
            return try await body()
        } catch {
            throw .unavailable(error)
        }
    }
}
