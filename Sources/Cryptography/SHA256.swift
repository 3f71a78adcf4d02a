private import COpenSSL

/// The SHA-256 digest (FIPS 180-4).
public enum SHA256 {
    /// How many bytes a digest has.
    public static let digestByteCount = 32

    /// Returns the 32 bytes of the digest of `bytes`.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: digestByteCount) { output, count in
            var written: UInt32 = 0
            // `output` has room for the 32 bytes that SHA-256 writes.
            unsafe require(
                EVP_Digest(
                    bytes,
                    bytes.count,
                    output.baseAddress,
                    &written,
                    Algorithms.sha256,
                    nil
                )
            )
            count = Int(written)
        }
    }
}
