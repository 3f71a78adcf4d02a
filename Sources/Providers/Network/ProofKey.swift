internal import Cryptography
internal import Primitives

/// A code verifier and its challenge by the method S256 (RFC 7636 §4.1, §4.2).
struct ProofKey: Sendable {
    let verifier: SecretText
    let challenge: String

    init(_ random: any RandomSource) {
        let text = Base64URL.encode(random.bytes(32))
        verifier = SecretText(text)
        challenge = Base64URL.encode(SHA256.digest(Array(text.utf8)))
    }
}
