internal import COpenSSL

/// The algorithms that this module uses, fetched from OpenSSL once.
///
/// A fetch costs more than the digest of a short message, so no call repeats it.
enum Algorithms {
    // Proof for each `nonisolated(unsafe)`: an algorithm object is immutable and OpenSSL counts its
    // references atomically, so any thread may use it; it lives as long as the process.
    nonisolated(unsafe) static let sha256 = unsafe fetched(EVP_MD_fetch(nil, "SHA2-256", nil))
    nonisolated(unsafe) static let hmac = unsafe fetched(EVP_MAC_fetch(nil, "HMAC", nil))
    nonisolated(unsafe) static let hkdf = unsafe fetched(EVP_KDF_fetch(nil, "HKDF", nil))
    nonisolated(unsafe) static let aesGCM = unsafe fetched(
        EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
    )
    nonisolated(unsafe) static let aesECB = unsafe fetched(
        EVP_CIPHER_fetch(nil, "AES-256-ECB", nil)
    )

    private static func fetched(_ algorithm: OpaquePointer?) -> OpaquePointer {
        unsafe allocated(algorithm)
    }
}

/// Ends the process unless `status` is OpenSSL's 1 for success.
///
/// The calls that use it take inputs that this module has checked; they fail only where memory or
/// the library itself is broken, and going on without the cryptography would be worse than
/// stopping.
func require(_ status: Int32, _ call: StaticString = #function) {
    guard status == 1 else { fatalError("OpenSSL failed in \(call): \(takeErrorText())") }
}

/// Returns `pointer`, or ends the process where OpenSSL could not make the object.
func allocated(_ pointer: OpaquePointer?, _ call: StaticString = #function) -> OpaquePointer {
    guard let pointer = unsafe pointer else {
        fatalError("OpenSSL failed in \(call): \(takeErrorText())")
    }
    return unsafe pointer
}

/// Empties this thread's OpenSSL error queue, so that a failure here is never read as one of TLS.
func clearErrors() {
    ERR_clear_error()
}

private func takeErrorText() -> String {
    var text = [CChar](repeating: 0, count: 256)
    let code = ERR_get_error()
    // The buffer is 256 bytes long, as the call is told, and OpenSSL ends the text with a zero.
    unsafe text.withUnsafeMutableBufferPointer { buffer in
        unsafe ERR_error_string_n(code, buffer.baseAddress, buffer.count)
    }
    ERR_clear_error()
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// Whether an OpenSSL call left an error in this thread's queue.
func hasPendingErrors() -> Bool {
    ERR_peek_error() != 0
}
