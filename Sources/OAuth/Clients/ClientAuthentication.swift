private import Cryptography
private import Primitives

/// Finds out which client sends a request, and makes it prove it (RFC 6749 §2.3, §3.2.1).
public struct ClientAuthentication: Sendable {
    private let resolver: ClientResolver

    /// Creates the rule.
    public init(resolver: ClientResolver) {
        self.resolver = resolver
    }

    /// Returns the client of a token or revocation request.
    ///
    /// A public client is only identified; a secret it sends is refused, never taken as proof.
    ///
    /// - Parameters:
    ///   - authorization: The value of the `Authorization` header, if there is one.
    ///   - parameters: The decoded body.
    /// - Returns: The client, which used the method it registered and is not disabled.
    /// - Throws: ``ClientAuthenticationFailure``; its `wire` goes out.
    public func client(
        authorization: [UInt8]?,
        parameters: RequestParameters
    ) async throws(ClientAuthenticationFailure) -> Client {
        let presented = try PresentedCredentials(
            authorization: authorization,
            parameters: parameters
        )
        let usedBasic = presented.method == .basic
        var failure = ClientAuthenticationFailure.unknownClient(usedBasic: usedBasic)
        for candidate in presented.candidates {
            guard let client = try await find(candidate.identifier) else {
                spendAsMuchTime(on: candidate)
                continue
            }
            guard isRegistered(presented.method, of: client, for: candidate) else {
                failure = .otherMethod(usedBasic: usedBasic)
                continue
            }
            guard proves(candidate.secret, for: client) else {
                failure = .wrongSecret(usedBasic: usedBasic)
                continue
            }
            guard client.disabledAt == nil else { throw .disabled(usedBasic: usedBasic) }
            return client
        }
        throw failure
    }

    private func find(
        _ identifier: [UInt8]
    ) async throws(ClientAuthenticationFailure) -> Client? {
        do {
            return try await resolver.client(identifier)
        } catch {
            throw .store(error)
        }
    }

    /// Whether the client registered `method`; some try `Basic` with an empty secret first.
    private func isRegistered(
        _ method: ClientMetadata.AuthenticationMethod,
        of client: Client,
        for candidate: PresentedCredentials.Candidate
    ) -> Bool {
        if client.metadata.method == .none { return candidate.secret.isEmpty }
        return client.metadata.method == method
    }

    private func proves(_ secret: [UInt8], for client: Client) -> Bool {
        switch client.credential {
        case .none: client.metadata.method == .none
        case .derived:
            ConstantTime.equals(
                Array(resolver.registrar.secret(for: client.identifier).exposed.utf8),
                secret
            )
        case .hashed(let digest): ConstantTime.equals(SHA256.digest(secret), digest)
        }
    }

    private func spendAsMuchTime(on candidate: PresentedCredentials.Candidate) {
        let identifier = String(decoding: candidate.identifier, as: UTF8.self)
        let expected = Array(resolver.registrar.secret(for: identifier).exposed.utf8)
        _ = ConstantTime.equals(expected, candidate.secret)
    }
}
