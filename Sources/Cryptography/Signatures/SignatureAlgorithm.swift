/// The signature algorithms that this program verifies (RFC 7518 §3.1, RFC 8037 §3.1).
///
/// Each belongs to one type of key, so that nothing a message says can pair a key with an algorithm
/// it was not made for.
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// ECDSA on the curve P-256 with SHA-256.
    case es256 = "ES256"
    /// EdDSA on the curve Ed25519, which RFC 9864 §2.2 calls `Ed25519`.
    case edDSA = "EdDSA"

    /// Reads the name of an algorithm, the new one of EdDSA too.
    public init?(named name: String) {
        self.init(rawValue: name == "Ed25519" ? "EdDSA" : name)
    }
}
