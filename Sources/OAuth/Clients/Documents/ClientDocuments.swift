public import Primitives

/// Knows clients by what they publish: their metadata documents, and the keys these point to.
///
/// A document is read only for a person who is signed in, inside the flow of an authorization
/// request; everything else uses the copy that was pinned when somebody approved. Keys at a
/// `jwks_uri` are read for clients that somebody approved. Safe from any task; one value serves a
/// whole server.
public final class ClientDocuments: Sendable {
    /// Whether documents of this computer are read over plain `http`, for development.
    public let allowsLoopback: Bool

    private let documents: DocumentLoader<ClientMetadata>
    private let keys: DocumentLoader<JSONWebKeySet>

    /// Creates the reader.
    ///
    /// - Parameters:
    ///   - source: Reads, with every guard that a stranger's address needs.
    ///   - clock: The time of day.
    ///   - allowsLoopback: Whether documents of this computer are read, for development.
    public init(source: any DocumentSource, clock: any WallClock, allowsLoopback: Bool) {
        self.allowsLoopback = allowsLoopback
        documents = DocumentLoader(
            DocumentLoader.Kind(
                bounds: .documents,
                maximumBytes: ClientDocument.maximumBytes,
                read: Self.documentReader(allowsLoopback: allowsLoopback)
            ),
            source: source,
            clock: clock
        )
        keys = DocumentLoader(
            DocumentLoader.Kind(
                bounds: .keys,
                maximumBytes: JSONWebKeySet.maximumBytes,
                read: { body, _ in Self.keySet(body) }
            ),
            source: source,
            clock: clock
        )
    }

    private static func documentReader(
        allowsLoopback: Bool
    ) -> DocumentLoader<ClientMetadata>.Reader {
        { body, address in
            do throws(ClientDocumentProblem) {
                let document = try ClientDocument(
                    parsing: body,
                    from: address,
                    allowsLoopback: allowsLoopback
                )
                return .success(document.metadata)
            } catch {
                return .failure(error)
            }
        }
    }

    private static func keySet(_ body: [UInt8]) -> Result<JSONWebKeySet, ClientDocumentProblem> {
        do throws(JSONWebKeySet.Problem) {
            return .success(try JSONWebKeySet(parsing: body))
        } catch {
            return .failure(.keys(error))
        }
    }

    /// Parses a `client_id` that claims to be an address.
    func address(_ identifier: [UInt8]) throws(ClientAddressProblem) -> ClientDocumentAddress {
        try ClientDocumentAddress(parsing: identifier, allowsLoopback: allowsLoopback)
    }

    /// What the document at `address` says, for one flow of a person who is signed in.
    func metadata(
        at address: ClientDocumentAddress,
        flow: String,
        person: UserKey
    ) async throws(DocumentLoadFailure) -> ClientMetadata {
        try await documents.value(
            at: address,
            for: DocumentLoader<ClientMetadata>.Visit(flow: flow, person: person)
        )
    }

    /// The keys of a client that somebody approved.
    ///
    /// - Parameters:
    ///   - source: Where they are.
    ///   - isDoubted: Whether a key was missed among those that are kept, so that the client may
    ///     have published it since.
    /// - Returns: The keys as they are kept, or as they were just read.
    /// - Throws: ``DocumentLoadFailure``.
    func keys(
        of source: ClientKeySource,
        isDoubted: Bool
    ) async throws(DocumentLoadFailure) -> JSONWebKeySet {
        switch source {
        case .inline(let set): return set
        case .address(let text):
            let address: ClientDocumentAddress
            do { address = try self.address(Array(text.utf8)) } catch {
                throw .invalid(.keyAddress(error))
            }
            return try await keys.value(
                at: address,
                for: DocumentLoader<JSONWebKeySet>.Visit(
                    flow: "",
                    person: nil,
                    isDoubted: isDoubted
                )
            )
        }
    }
}
