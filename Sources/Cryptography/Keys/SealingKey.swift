private import COpenSSL
public import Primitives

/// A key that seals values with AES-256-GCM (NIST SP 800-38D), so that only it can open them,
/// unchanged.
///
/// A sealed value is `nonce (12) ‖ ciphertext ‖ tag (16)`. The context is authenticated and not
/// contained: a value sealed for one purpose does not open for another.
public struct SealingKey: Sendable {
    /// How many bytes the key has.
    public static let keyByteCount = 32
    /// How many bytes a sealed value is longer than its plaintext.
    public static let overheadByteCount = nonceByteCount + tagByteCount

    private static let nonceByteCount = 12
    private static let tagByteCount = 16

    private let sealing: ContextPool
    private let opening: ContextPool
    private let nonceKey: MACKey

    /// Creates the key from `bytes`, of which there are 32.
    public init(_ bytes: [UInt8]) {
        self.init(SecretBytes(copying: bytes))
    }

    /// Creates the key from the 32 bytes of `secret`, which is wiped.
    package init(_ secret: consuming SecretBytes) {
        precondition(secret.count == Self.keyByteCount, "The key ring derives 32 bytes.")
        nonceKey = MACKey(
            KeyDerivation.deriveSecret(
                from: secret,
                salt: [],
                info: Array("wayleave synthetic nonce".utf8),
                count: 32
            )
        )
        let forward = unsafe CipherTemplate(Algorithms.aesGCM, key: secret, enciphers: true)
        let backward = unsafe CipherTemplate(Algorithms.aesGCM, key: secret, enciphers: false)
        sealing = forward.pool()
        opening = backward.pool()
    }

    /// Returns `plaintext` sealed under a random nonce; sealing it again gives other bytes.
    ///
    /// Random nonces of 12 bytes stay unlikely to collide (2^-32) up to 2^32 values under one key.
    ///
    /// - Parameters:
    ///   - plaintext: What to seal.
    ///   - context: What must be given again to open it.
    ///   - random: Where the nonce comes from.
    /// - Returns: 28 bytes more than `plaintext`.
    public func seal(
        _ plaintext: [UInt8],
        context: [UInt8],
        random: some RandomSource
    ) -> [UInt8] {
        seal(plaintext, context: context, nonce: random.bytes(Self.nonceByteCount))
    }

    /// Returns `plaintext` sealed so that equal values give equal bytes.
    ///
    /// The nonce is the start of a MAC of context and plaintext: it repeats only where both do,
    /// which shows that two sealed values are equal and nothing else.
    ///
    /// - Parameters:
    ///   - plaintext: What to seal.
    ///   - context: What must be given again to open it.
    /// - Returns: 28 bytes more than `plaintext`.
    public func sealDeterministically(_ plaintext: [UInt8], context: [UInt8]) -> [UInt8] {
        // The length in front keeps (context, plaintext) pairs apart that join to the same bytes.
        let length = UInt64(context.count)
        let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) }
        let mac = nonceKey.authenticate(prefix + context + plaintext)
        return seal(plaintext, context: context, nonce: Array(mac.prefix(Self.nonceByteCount)))
    }

    /// Returns what `sealed` holds, or `nil` where this key did not seal it for `context`.
    public func open(_ sealed: [UInt8], context: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.overheadByteCount else { return nil }
        let nonce = Array(sealed.prefix(Self.nonceByteCount))
        let ciphertext = Array(sealed.dropFirst(nonce.count).dropLast(Self.tagByteCount))
        var tag = Array(sealed.suffix(Self.tagByteCount))
        return unsafe opening.withContext { cipher in
            unsafe begin(cipher, nonce: nonce, context: context)
            var plaintext = unsafe transform(ciphertext, with: cipher)
            let tagLength = Int32(tag.count)
            unsafe require(
                EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, tagLength, &tag)
            )
            // OpenSSL before 3.0.22 skips the tag in `EVP_Cipher`; only `Final` checks it always.
            var rest = [UInt8](repeating: 0, count: 16)
            var written: Int32 = 0
            let isAuthentic = unsafe EVP_DecryptFinal_ex(cipher, &rest, &written) == 1
            guard isAuthentic else {
                // What was deciphered is an attacker's choice; it must not stay readable.
                for index in plaintext.indices { plaintext[index] = 0 }
                clearErrors()
                return nil
            }
            return plaintext
        }
    }

    /// Seals under `nonce`, which the caller never uses for two different values.
    package func seal(_ plaintext: [UInt8], context: [UInt8], nonce: [UInt8]) -> [UInt8] {
        unsafe sealing.withContext { cipher in
            unsafe begin(cipher, nonce: nonce, context: context)
            let ciphertext = unsafe transform(plaintext, with: cipher)
            var rest = [UInt8](repeating: 0, count: 16)
            var written: Int32 = 0
            unsafe require(EVP_EncryptFinal_ex(cipher, &rest, &written))
            var tag = [UInt8](repeating: 0, count: Self.tagByteCount)
            let tagLength = Int32(tag.count)
            unsafe require(
                EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, tagLength, &tag)
            )
            return nonce + ciphertext + tag
        }
    }

    private func begin(_ cipher: OpaquePointer, nonce: [UInt8], context: [UInt8]) {
        precondition(nonce.count == Self.nonceByteCount, "Nonces are cut to 12 bytes above.")
        var written: Int32 = 0
        // A direction of -1 and no key keep what the context was made with.
        unsafe require(EVP_CipherInit_ex2(cipher, nil, nil, nonce, -1, nil))
        guard !context.isEmpty else { return }
        unsafe require(EVP_CipherUpdate(cipher, nil, &written, context, Int32(context.count)))
    }

    private func transform(_ input: [UInt8], with cipher: OpaquePointer) -> [UInt8] {
        guard !input.isEmpty else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: input.count) { output, count in
            var written: Int32 = 0
            // GCM is a stream: as many bytes come out as go in, and `output` has that room.
            unsafe require(
                EVP_CipherUpdate(cipher, output.baseAddress, &written, input, Int32(input.count))
            )
            count = Int(written)
        }
    }
}
