internal import Cryptography
public import Primitives

/// Checks client assertions (RFC 7523 §3, `private_key_jwt`).
///
/// What is cheap and needs nobody comes first, then the keys, the signature, and last the guard
/// against replay, so that only an authentic assertion is ever written down.
public struct AssertionAuthentication: Sendable {
    private let documents: ClientDocuments
    private let store: any AssertionStore
    private let audiences: [String]
    private let clock: any WallClock

    /// Creates the rule of the server `issuer`.
    public init(
        documents: ClientDocuments,
        store: any AssertionStore,
        issuer: Issuer,
        clock: any WallClock
    ) {
        self.documents = documents
        self.store = store
        // RFC 7523 §3 allows the token endpoint's address, and clients use it wherever they
        // authenticate; newer drafts want the issuer alone.
        audiences = [issuer.text, issuer.address(of: EndpointPath.token)]
        self.clock = clock
    }

    /// Checks that `client` made `assertion`, now, for this server and for the first time.
    func check(
        _ assertion: ClientAssertion,
        of client: Client,
        keys source: ClientKeySource
    ) async throws(ClientAuthenticationFailure) {
        do { try assertion.check(audiences: audiences, at: clock.now()) } catch {
            throw .badAssertion(error)
        }
        let announced = client.metadata.proof.algorithm
        guard announced == nil || announced == assertion.signature.algorithm else {
            throw .badAssertion(.unannouncedAlgorithm)
        }
        try await checkSignature(assertion.signature, source)
        switch try await record(assertion.use) {
        case .first: return
        case .repeated: throw .badAssertion(.replayed)
        case .tooMany: throw .tooManyAssertions
        }
    }

    /// A key that is missing among those kept may have been published since: they are read once
    /// more, as far as the bounds of reading allow.
    private func checkSignature(
        _ signature: CompactSignature,
        _ source: ClientKeySource
    ) async throws(ClientAuthenticationFailure) {
        var candidates = try await keys(source, isDoubted: false)
            .candidates(named: signature.keyName)
        if candidates.isEmpty, case .address = source {
            candidates = try await keys(source, isDoubted: true)
                .candidates(named: signature.keyName)
        }
        guard !candidates.isEmpty else { throw .badAssertion(.unknownKey) }
        guard candidates.contains(where: { signature.isMade(by: $0) }) else {
            throw .badAssertion(.wrongSignature)
        }
    }

    private func keys(
        _ source: ClientKeySource,
        isDoubted: Bool
    ) async throws(ClientAuthenticationFailure) -> JSONWebKeySet {
        do {
            return try await documents.keys(of: source, isDoubted: isDoubted)
        } catch {
            switch error {
            case .unavailable(let seconds, let reason):
                throw .keysUnavailable(afterSeconds: seconds ?? 30, reason: reason)
            case .invalid(let problem):
                // The keys may be mended; the client is not to be told that it is unknown.
                throw .keysUnavailable(afterSeconds: 30, reason: "\(problem)")
            }
        }
    }

    private func record(
        _ use: AssertionUse
    ) async throws(ClientAuthenticationFailure) -> AssertionRecording {
        do {
            return try await store.record(use, at: clock.now())
        } catch {
            throw .store(error)
        }
    }
}
