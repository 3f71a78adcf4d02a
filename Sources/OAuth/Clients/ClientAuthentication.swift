private import Cryptography
private import Primitives

/// Finds out which client sends a request, and makes it prove it (RFC 6749 §2.3, §3.2.1).
public struct ClientAuthentication: Sendable {
    private let resolver: ClientResolver
    private let assertions: AssertionAuthentication

    /// Creates the rule.
    public init(resolver: ClientResolver, assertions: AssertionAuthentication) {
        self.resolver = resolver
        self.assertions = assertions
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
        if let assertion = presented.assertion {
            let identifier = presented.candidates.first?.identifier
            return try await proven(by: assertion, identifier: identifier)
        }
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

    /// The client that an assertion proves to be the sender.
    private func proven(
        by text: [UInt8],
        identifier: [UInt8]?
    ) async throws(ClientAuthenticationFailure) -> Client {
        let assertion: ClientAssertion
        do { assertion = try ClientAssertion(parsing: text) } catch { throw .badAssertion(error) }
        guard identifier == nil || identifier == assertion.client else { throw .twoClients }
        guard let client = try await find(assertion.client) else {
            throw .unknownClient(usedBasic: false)
        }
        guard case .published(let keys, _) = client.credential else {
            throw .otherMethod(usedBasic: false)
        }
        guard client.disabledAt == nil else { throw .disabled(usedBasic: false) }
        try await assertions.check(assertion, of: client, keys: keys)
        return client
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
        switch client.credential {
        case .published(_, let isRequired): !isRequired && candidate.secret.isEmpty
        case .none, .derived, .hashed:
            client.metadata.method == .none
                ? candidate.secret.isEmpty : client.metadata.method == method
        }
    }

    private func proves(_ secret: [UInt8], for client: Client) -> Bool {
        switch client.credential {
        case .none: client.metadata.method == .none
        case .published(_, let isRequired): !isRequired
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
