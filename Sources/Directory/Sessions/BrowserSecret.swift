private import Cryptography
public import Primitives

/// The secret value of a browser's cookie: 32 random bytes.
///
/// One kind proves a sign-in, another binds a pending authorization to the browser that began it;
/// they differ in the cookie's name alone. Only ``digest`` is ever stored or compared.
public struct BrowserSecret: Sendable {
    private static let byteCount = 32

    private let bytes: [UInt8]

    /// Makes a new secret.
    public init(_ random: some RandomSource) {
        bytes = random.bytes(Self.byteCount)
    }

    /// Reads the value of a cookie, or is `nil` where it cannot be one of ours.
    public init?(cookieValue: some Collection<UInt8>) {
        // 32 bytes are 43 digits; a longer value is not worth decoding.
        guard cookieValue.count == 43, let bytes = Base64URL.decode(cookieValue) else { return nil }
        self.bytes = bytes
    }

    /// The value to set as the cookie, 43 base64url characters.
    public var cookieValue: SecretText { SecretText(Base64URL.encode(bytes)) }

    /// The digest under which the secret is known to the store.
    public var digest: BrowserDigest { BrowserDigest(bytes: SHA256.digest(bytes)) }
}
