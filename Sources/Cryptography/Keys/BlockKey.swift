private import COpenSSL

/// A key that enciphers exactly one AES-256 block (FIPS 197).
///
/// This is the bare permutation, without mode, nonce or authentication: equal blocks give equal
/// results. It is sound only where no block is ever enciphered twice for different purposes and
/// something else proves origin. Token bodies are such blocks: each holds a grant's number and
/// generation, so no two are equal, and a MAC over the enciphered block proves it. There AES is a
/// pseudorandom permutation on distinct inputs, whose outputs say nothing about the inputs but that
/// they differ, and nothing has to be stored with it.
public struct BlockKey: Sendable {
    /// How many bytes a block has.
    public static let blockByteCount = 16
    /// How many bytes the key has.
    public static let keyByteCount = 32

    private let enciphering: ContextPool
    private let deciphering: ContextPool

    /// Creates the key from `bytes`, of which there are 32.
    public init(_ bytes: [UInt8]) {
        self.init(SecretBytes(copying: bytes))
    }

    /// Creates the key from the 32 bytes of `secret`, which is wiped.
    package init(_ secret: consuming SecretBytes) {
        precondition(secret.count == Self.keyByteCount, "The key ring derives 32 bytes.")
        let forward = unsafe CipherTemplate(Algorithms.aesECB, key: secret, enciphers: true)
        let backward = unsafe CipherTemplate(Algorithms.aesECB, key: secret, enciphers: false)
        enciphering = forward.pool()
        deciphering = backward.pool()
    }

    /// Returns `block`, 16 bytes, enciphered.
    public func encipher(_ block: [UInt8]) -> [UInt8] {
        transform(block, with: enciphering)
    }

    /// Returns the 16 bytes that ``encipher(_:)`` turned into `block`.
    ///
    /// Any 16 bytes decipher to something: check a MAC over `block` before believing the result.
    public func decipher(_ block: [UInt8]) -> [UInt8] {
        transform(block, with: deciphering)
    }

    private func transform(_ block: [UInt8], with pool: ContextPool) -> [UInt8] {
        precondition(block.count == Self.blockByteCount, "Callers cut blocks of 16 bytes.")
        return unsafe pool.withContext { context in
            unsafe [UInt8](unsafeUninitializedCapacity: Self.blockByteCount) { output, count in
                var written: Int32 = 0
                // Without padding, 16 bytes in are exactly 16 bytes out, and `output` has that
                // room.
                unsafe require(
                    EVP_CipherUpdate(context, output.baseAddress, &written, block, 16)
                )
                count = Int(written)
            }
        }
    }
}
