internal import COpenSSL

/// The cipher context that holds a key and from which a pool copies its own; never used itself.
@safe
final class CipherTemplate: @unchecked Sendable {
    // @unchecked Sendable: after `init` it is only read, by `EVP_CIPHER_CTX_copy`.
    private let raw: OpaquePointer

    /// Prepares `algorithm` with `key` for one direction, without padding.
    init(_ algorithm: OpaquePointer, key: borrowing SecretBytes, enciphers: Bool) {
        unsafe raw = allocated(EVP_CIPHER_CTX_new())
        unsafe key.withUnsafeBytes { key in
            // The caller checked that the key has the length of the algorithm; it is read at once.
            let bytes = unsafe key.bindMemory(to: UInt8.self)
            unsafe require(
                EVP_CipherInit_ex2(
                    raw,
                    algorithm,
                    bytes.baseAddress,
                    nil,
                    enciphers ? 1 : 0,
                    nil
                )
            )
        }
        unsafe require(EVP_CIPHER_CTX_set_padding(raw, 0))
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(raw)
    }

    /// Makes a pool of contexts that hold this key.
    func pool() -> ContextPool {
        unsafe ContextPool(
            make: { [self] in
                let copy = unsafe allocated(EVP_CIPHER_CTX_new())
                unsafe require(EVP_CIPHER_CTX_copy(copy, raw))
                return unsafe copy
            },
            free: { unsafe EVP_CIPHER_CTX_free($0) }
        )
    }
}
