public import JSON
public import Primitives

/// Finds the client behind a `client_id`, from what is known without asking anybody.
///
/// A client with a document is found as it was pinned when somebody approved it.
public struct ClientResolver: Sendable {
    /// Registers clients and opens their identifiers.
    public let registrar: ClientRegistrar
    let store: any ClientStore

    /// Creates the resolver.
    public init(registrar: ClientRegistrar, store: any ClientStore) {
        self.registrar = registrar
        self.store = store
    }

    /// Returns the client, disabled or not, or `nil` where nobody knows it.
    ///
    /// - Parameter identifier: The `client_id` as it was sent.
    /// - Returns: The client; for a dynamic one the store only adds what an operator decided about
    ///   it.
    /// - Throws: ``StoreError`` when the store cannot answer or its row is damaged.
    public func client(_ identifier: [UInt8]) async throws(StoreError) -> Client? {
        guard identifier.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let text = String(decoding: identifier, as: UTF8.self)
        if identifier.starts(with: ClientRegistrar.prefix.utf8) {
            guard let metadata = registrar.metadata(in: text) else { return nil }
            let record = try await store.client(identifier: text)
            var shutOutAt = record?.disabledAt
            if record == nil {
                shutOutAt = try await store.shutOut(metadata: metadata.canonicalJSON)
            }
            return Client(
                identifier: text,
                kind: .dynamic,
                metadata: metadata,
                credential: metadata.method == .none ? .none : .derived,
                lifetimes: record?.lifetimes,
                disabledAt: shutOutAt
            )
        }
        guard let record = try await store.client(identifier: text) else { return nil }
        guard let metadata = ClientMetadata(canonicalJSON: record.metadata) else {
            throw .damaged("the metadata of client \(text) cannot be read")
        }
        return Client(
            identifier: text,
            kind: record.kind,
            metadata: metadata,
            credential: Self.credential(of: record, metadata),
            lifetimes: record.lifetimes,
            disabledAt: record.disabledAt
        )
    }

    private static func credential(
        of record: ClientRecord,
        _ metadata: ClientMetadata
    ) -> Client.Credential {
        if let hash = record.secretHash { return .hashed(hash) }
        guard let keys = metadata.proof.keys else { return .none }
        // Once it has proven itself, nobody may pass for it without a proof (RFC 9700 §2.5).
        return .published(keys, isRequired: !metadata.proof.isOptional || record.provenAt != nil)
    }

    /// Answers a registration request (RFC 7591 §3), and stores nothing.
    ///
    /// A client that an operator disabled or removed is told so here: coming back under the same
    /// metadata, or under another id for it, would otherwise fail later and without a word.
    ///
    /// - Parameters:
    ///   - body: The JSON body.
    ///   - now: The time of the request.
    /// - Returns: The 201 answer.
    /// - Throws: ``RegistrationFailure``; its `wire` goes out.
    public func register(
        _ body: [UInt8],
        at now: Timestamp
    ) async throws(RegistrationFailure) -> JSONValue {
        let request = try RegistrationRequest(parsing: body)
        let shutOutAt: Timestamp?
        do {
            shutOutAt = try await store.shutOut(metadata: request.metadata.canonicalJSON)
        } catch {
            throw .store(error)
        }
        guard shutOutAt == nil else { throw .shutOut }
        return registrar.answer(request, at: now)
    }

    /// Answers what ``register(_:at:)`` answers where that needs no waiting.
    ///
    /// - Parameters:
    ///   - body: The JSON body.
    ///   - now: The time of the request.
    /// - Returns: The 201 answer.
    /// - Throws: ``RegistrationFailure``; its `wire` goes out.
    public func registerAtOnce(
        _ body: [UInt8],
        at now: Timestamp
    ) throws(RegistrationFailure) -> AtOnce<JSONValue> {
        let request = try RegistrationRequest(parsing: body)
        let found: AtOnce<Timestamp?>
        do {
            found = try store.shutOutAtOnce(metadata: request.metadata.canonicalJSON)
        } catch {
            throw .store(error)
        }
        guard case .value(let shutOutAt) = found else { return .mustWait }
        guard shutOutAt == nil else { throw .shutOut }
        return .value(registrar.answer(request, at: now))
    }
}
