private import Cryptography
public import JSON
public import Primitives

/// What a dynamic client does with its own registration (RFC 7592).
///
/// It can read it, and give it back. It cannot change it, because its `client_id` is its metadata:
/// other metadata is another client.
public struct ClientManagement: Sendable {
    /// Why a request was refused.
    public enum Refusal: Error, Sendable, Equatable {
        /// The token does not belong to a registration that stands.
        case unauthorized
        /// The store could not answer.
        case store(StoreError)
    }

    private let resolver: ClientResolver
    private let clock: any WallClock

    /// Creates the rules.
    public init(resolver: ClientResolver, clock: any WallClock) {
        self.resolver = resolver
        self.clock = clock
    }

    /// Returns the registration as the client sent it, but for the ports of loopback redirects.
    ///
    /// - Parameters:
    ///   - identifier: The `client_id`.
    ///   - token: The registration access token.
    /// - Returns: The document of the registration's answer.
    /// - Throws: ``Refusal``.
    public func read(
        _ identifier: [UInt8],
        token: [UInt8]
    ) async throws(Refusal) -> JSONValue {
        let client = try await client(identifier, token)
        return resolver.registrar.document(
            client.metadata,
            client.identifier,
            client.metadata.redirectURIs.map(\.text),
            issuedAt: nil
        )
    }

    /// Gives the registration back (RFC 7592 §2.3).
    ///
    /// A client with a secret is one registration: where people approved it, its grants end and its
    /// row is marked, so that the id never works again; where nobody did, nothing was stored and
    /// nothing is, for otherwise anybody could fill the database with what they gave back. The id
    /// of a public client is shared by everybody who registers the same metadata, and so is its
    /// registration access token: giving it back must not end what other people approved, so it
    /// changes nothing. Such a client ends its own grants by revoking its tokens.
    ///
    /// - Parameters:
    ///   - identifier: The `client_id`.
    ///   - token: The registration access token.
    /// - Throws: ``Refusal``.
    public func delete(_ identifier: [UInt8], token: [UInt8]) async throws(Refusal) {
        let client = try await client(identifier, token)
        guard client.metadata.method != .none else { return }
        do {
            try await resolver.store.deregister(client.identifier, at: clock.now())
        } catch {
            throw .store(error)
        }
    }

    private func client(
        _ identifier: [UInt8],
        _ token: [UInt8]
    ) async throws(Refusal) -> Client {
        // Computed for any text, so that a wrong token costs the same whoever is named.
        let text = String(decoding: identifier, as: UTF8.self)
        let expected = Array(resolver.registrar.registrationToken(for: text).exposed.utf8)
        let isRight = ConstantTime.equals(expected, token)
        let found: Client?
        do {
            found = try await resolver.client(identifier)
        } catch {
            throw .store(error)
        }
        guard isRight, let found, found.kind == .dynamic, found.disabledAt == nil else {
            throw .unauthorized
        }
        return found
    }
}
