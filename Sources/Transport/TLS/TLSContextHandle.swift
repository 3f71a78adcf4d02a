internal import COpenSSL

/// An `SSL_CTX`, freed when the last session maker lets go.
@safe
final class TLSContextHandle: @unchecked Sendable {
    // @unchecked Sendable: OpenSSL counts references to a context atomically, and nothing changes
    // one after it was set up.
    private let pointer: OpaquePointer

    /// TLS 1.2 with forward secrecy and authenticated encryption only, and TLS 1.3.
    private static let suites = "ECDHE+AESGCM:ECDHE+CHACHA20"

    init(isServer: Bool, maximumVersion: TLSVersion? = nil) throws(TLSError) {
        ERR_clear_error()
        // Every call gets the context that was made here and is not yet shared.
        guard let made = unsafe SSL_CTX_new(isServer ? TLS_server_method() : TLS_client_method())
        else { throw .failed(reason: TLSError.takeReason()) }
        unsafe pointer = made
        unsafe wl_tls_set_options(made)
        let maximum = maximumVersion?.rawValue ?? 0
        guard unsafe wl_tls_set_versions(made, TLSVersion.tls12.rawValue, maximum) == 1,
            unsafe SSL_CTX_set_cipher_list(made, Self.suites) == 1
        else { throw .failed(reason: TLSError.takeReason()) }
    }

    deinit {
        unsafe SSL_CTX_free(pointer)
    }

    /// Loads a server's certificate chain and key.
    func use(certificateFile: String, keyFile: String) throws(TLSError) {
        ERR_clear_error()
        unsafe wl_tls_never_ask_password(pointer)
        unsafe wl_tls_accept_http11(pointer)
        guard unsafe SSL_CTX_use_certificate_chain_file(pointer, certificateFile) == 1 else {
            let reason = TLSError.takeReason()
            throw .certificateUnusable(file: certificateFile, reason: reason)
        }
        guard unsafe SSL_CTX_use_PrivateKey_file(pointer, keyFile, SSL_FILETYPE_PEM) == 1 else {
            let code = ERR_peek_error()
            let reason = TLSError.takeReason()
            if wl_error_reason(code) == X509_R_KEY_VALUES_MISMATCH {
                throw .keyAndCertificateDiffer(certificateFile: certificateFile, keyFile: keyFile)
            }
            throw .keyUnusable(file: keyFile, reason: reason)
        }
        guard unsafe SSL_CTX_check_private_key(pointer) == 1 else {
            ERR_clear_error()
            throw .keyAndCertificateDiffer(certificateFile: certificateFile, keyFile: keyFile)
        }
    }

    /// Trusts the authorities in `file`, or the system's, and verifies every server.
    func trust(authoritiesIn file: String?) throws(TLSError) {
        ERR_clear_error()
        unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
        guard unsafe wl_tls_offer_http11(pointer) == 1 else {
            throw .failed(reason: TLSError.takeReason())
        }
        let result =
            if let file { unsafe SSL_CTX_load_verify_locations(pointer, file, nil) } else {
                unsafe SSL_CTX_set_default_verify_paths(pointer)
            }
        guard result == 1 else {
            throw .authoritiesUnusable(file: file, reason: TLSError.takeReason())
        }
    }

    /// Makes a session of this context, or throws when memory is out.
    func makeSession() throws(TLSError) -> TLSSession {
        ERR_clear_error()
        // SSL_new takes its own reference to the context; the session frees what it is given.
        guard let session = unsafe SSL_new(pointer) else {
            throw .failed(reason: TLSError.takeReason())
        }
        return try unsafe TLSSession(owning: session)
    }

    /// Until when the server's certificate is valid, in seconds since 1970.
    func expiry() -> Int64? {
        var seconds: Int64 = 0
        // The certificate belongs to the context and lives as long.
        guard let certificate = unsafe SSL_CTX_get0_certificate(pointer),
            unsafe wl_certificate_expiry(certificate, &seconds) == 1
        else { return nil }
        return seconds
    }
}

/// A version of TLS, by its number on the wire.
package enum TLSVersion: Int32, Sendable {
    /// TLS 1.2 (RFC 5246).
    case tls12 = 0x0303
    /// TLS 1.3 (RFC 8446).
    case tls13 = 0x0304
}
