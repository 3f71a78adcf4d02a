/// The signature algorithms that this program verifies (RFC 7518 §3.1, RFC 8037 §3.1).
///
/// Each belongs to one type of key, so that nothing a message says can pair a key with an algorithm
/// it was not made for.
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// ECDSA on the curve P-256 with SHA-256.
    case es256 = "ES256"
    /// EdDSA on the curve Ed25519.
    case edDSA = "EdDSA"
}
