private import COpenSSL

/// Keys derived from one key by HKDF-SHA-256 (RFC 5869).
public enum KeyDerivation {
    /// Returns `count` bytes that belong to `label` and say nothing about `key` or other labels.
    ///
    /// - Parameters:
    ///   - key: At least 16 unpredictable bytes.
    ///   - label: What the bytes are for; a text that no other use has.
    ///   - count: From 1 to 8160.
    /// - Returns: The same bytes for the same arguments.
    public static func derive(from key: [UInt8], label: String, count: Int) -> [UInt8] {
        derive(from: key, salt: [], info: Array(label.utf8), count: count)
    }

    /// HKDF with all of its inputs.
    package static func derive(
        from key: [UInt8],
        salt: [UInt8],
        info: [UInt8],
        count: Int
    ) -> [UInt8] {
        let secret = deriveSecret(
            from: SecretBytes(copying: key),
            salt: salt,
            info: info,
            count: count
        )
        return unsafe secret.withUnsafeBytes { unsafe Array($0) }
    }

    /// HKDF whose input and output are wiped.
    static func deriveSecret(
        from key: borrowing SecretBytes,
        salt: [UInt8],
        info: [UInt8],
        count: Int
    ) -> SecretBytes {
        precondition((1...8_160).contains(count), "HKDF-SHA-256 gives 1 to 255 * 32 bytes.")
        let context = unsafe allocated(EVP_KDF_CTX_new(Algorithms.hkdf))
        defer { unsafe EVP_KDF_CTX_free(context) }
        return unsafe SecretBytes(count: count) { output in
            unsafe key.withUnsafeBytes { key in
                unsafe run(context, key: key, salt: salt, info: info, output: output)
            }
        }
    }

    private static func run(
        _ context: OpaquePointer,
        key: UnsafeRawBufferPointer,
        salt: [UInt8],
        info: [UInt8],
        output: UnsafeMutableRawBufferPointer
    ) {
        // The parameters point at the arrays, which live until the call has derived the bytes.
        unsafe salt.withUnsafeBytes { salt in
            unsafe info.withUnsafeBytes { info in
                let parameters: [OSSL_PARAM] = unsafe [
                    wl_parameter_digest_sha256(),
                    wl_parameter_hkdf_key(key.baseAddress, key.count),
                    wl_parameter_hkdf_salt(salt.baseAddress, salt.count),
                    wl_parameter_hkdf_info(info.baseAddress, info.count),
                    OSSL_PARAM_construct_end(),
                ]
                let bytes = unsafe output.bindMemory(to: UInt8.self)
                unsafe require(
                    EVP_KDF_derive(context, bytes.baseAddress, bytes.count, parameters)
                )
            }
        }
    }
}
