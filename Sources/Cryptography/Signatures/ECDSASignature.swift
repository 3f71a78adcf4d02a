private import COpenSSL

/// The two forms of an ECDSA signature on P-256.
enum ECDSASignature {
    /// Returns the ASN.1 form, which OpenSSL verifies, of the 64 bytes of RFC 7518 §3.4, or `nil`.
    static func encoded(_ signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64 else { return nil }
        let pair = unsafe allocated(ECDSA_SIG_new())
        defer { unsafe ECDSA_SIG_free(pair) }
        let numbers = unsafe [signature[..<32], signature[32...]].map { half in
            unsafe allocated(BN_bin2bn(Array(half), 32, nil))
        }
        // The pair owns the two numbers from here on.
        unsafe require(ECDSA_SIG_set0(pair, numbers[0], numbers[1]))
        let count = unsafe Int(i2d_ECDSA_SIG(pair, nil))
        guard count > 0 else { return nil }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { output, written in
            var end = output.baseAddress
            // `output` has room for as many bytes as the call said it would write.
            written = unsafe Int(i2d_ECDSA_SIG(pair, &end))
        }
    }
}
