private import Cryptography
private import Primitives

/// An `S256` code challenge whose form has been checked (RFC 7636 §4.2).
public struct CodeChallenge: Sendable, Equatable {
    /// The decoded 32 bytes of the digest.
    public let digest: [UInt8]

    /// Parses the `code_challenge` parameter, or returns `nil`.
    ///
    /// An `S256` challenge is the canonical base64url form of 32 bytes, so 43 characters.
    public init?(parsing bytes: [UInt8]) {
        guard bytes.count == 43, let digest = Base64URL.decode(bytes), digest.count == 32 else {
            return nil
        }
        self.digest = digest
    }

    /// Wraps the digest that a grant or a sealed flow has kept.
    init(digest: [UInt8]) {
        self.digest = digest
    }
}

/// A PKCE code verifier whose form has been checked (RFC 7636 §4.1).
public struct CodeVerifier: Sendable {
    private let bytes: [UInt8]

    /// Parses the `code_verifier` parameter, or returns `nil`.
    ///
    /// A verifier is 43 to 128 unreserved characters.
    public init?(parsing bytes: [UInt8]) {
        guard (43...128).contains(bytes.count), bytes.allSatisfy(Self.isUnreserved(_:)) else {
            return nil
        }
        self.bytes = bytes
    }

    /// Whether this verifier hashes to `challenge` under the `S256` method (RFC 7636 §4.6).
    ///
    /// The comparison takes the same time for every wrong verifier.
    public func matches(challenge: [UInt8]) -> Bool {
        ConstantTime.equals(SHA256.digest(bytes), challenge)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~".utf8.contains(byte)
    }
}
