public import Cryptography

/// How a client said it proves itself.
public struct ClientProof: Sendable, Equatable {
    /// The method it registered, or that its document prefers.
    public let method: ClientMetadata.AuthenticationMethod
    /// Where its keys are; only with ``ClientMetadata/AuthenticationMethod/privateKeyJWT``.
    public let keys: ClientKeySource?
    /// The one algorithm it signs with, where it named one.
    public let algorithm: SignatureAlgorithm?
    /// Whether its document also lets it come without a proof, until it has given one.
    public let isOptional: Bool

    /// A proof without keys: none at all, or a shared secret.
    init(_ method: ClientMetadata.AuthenticationMethod) {
        self.method = method
        keys = nil
        algorithm = nil
        isOptional = false
    }

    /// A proof by signatures of published keys.
    init(keys: ClientKeySource, algorithm: SignatureAlgorithm?, isOptional: Bool) {
        method = .privateKeyJWT
        self.keys = keys
        self.algorithm = algorithm
        self.isOptional = isOptional
    }
}
