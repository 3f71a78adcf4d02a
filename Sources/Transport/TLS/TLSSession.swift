internal import COpenSSL

/// One side of a TLS connection as a state machine over bytes; it performs no input or output
/// itself.
///
/// Ciphertext goes in with `put`, plaintext comes out with `read`, and the other way round with
/// `write` and `takeCiphertext`. Use it from one thread at a time.
@safe
public final class TLSSession {
    /// What reading gave.
    enum ReadOutcome {
        /// So many bytes of plaintext.
        case bytes(Int)
        /// More ciphertext is needed.
        case wait
        /// The peer closed the connection properly.
        case ended
        /// The connection is broken.
        case failed(TLSError)
    }

    // The pointers never leave this file; `session` owns both buffers.
    private let session: OpaquePointer
    private let incoming: OpaquePointer
    private let outgoing: OpaquePointer
    private var isBroken = false

    init(owning session: OpaquePointer) throws(TLSError) {
        guard let incoming = unsafe BIO_new(BIO_s_mem()),
            let outgoing = unsafe BIO_new(BIO_s_mem())
        else {
            unsafe SSL_free(session)
            throw .failed(reason: TLSError.takeReason())
        }
        unsafe wl_bio_wait_when_empty(incoming)
        unsafe wl_bio_wait_when_empty(outgoing)
        unsafe SSL_set_bio(session, incoming, outgoing)
        unsafe self.session = session
        unsafe self.incoming = incoming
        unsafe self.outgoing = outgoing
    }

    deinit {
        unsafe SSL_free(session)
    }

    func actAsServer() {
        unsafe SSL_set_accept_state(session)
    }

    func actAsClient(of host: String) throws(TLSError) {
        unsafe SSL_set_connect_state(session)
        ERR_clear_error()
        // RFC 9525 §6.3: neither the subject's common name nor `a*.example` names a server.
        unsafe SSL_set_hostflags(session, wl_tls_strict_names())
        // An address is compared with the certificate's addresses and is no server name (RFC 6066
        // §3).
        let accepted =
            if IPAddress(parsing: host) != nil {
                unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host) == 1
            } else {
                unsafe SSL_set1_host(session, host) == 1
                    && wl_tls_set_server_name(session, host) == 1
            }
        guard accepted else { throw .failed(reason: TLSError.takeReason()) }
    }

    /// Whether the handshake is done.
    public var isEstablished: Bool { unsafe SSL_is_init_finished(session) == 1 }

    /// The version agreed on, for instance `TLSv1.3`.
    public var version: String {
        // A constant of the library.
        unsafe String(cString: SSL_get_version(session))
    }

    /// Begins the handshake, for the side that speaks first.
    func begin() {
        ERR_clear_error()
        _ = unsafe SSL_do_handshake(session)
        ERR_clear_error()
    }

    /// Hands over ciphertext that arrived.
    func put(_ ciphertext: UnsafeBufferPointer<UInt8>) {
        // A memory buffer takes everything or memory is out, which shows as a broken record later.
        _ = unsafe BIO_write(incoming, ciphertext.baseAddress, Int32(ciphertext.count))
    }

    /// Takes plaintext, at most `buffer.count` bytes, going on with the handshake as needed.
    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> ReadOutcome {
        guard !isBroken else { return .failed(.failed(reason: "the session is broken")) }
        // Asking a session that has nothing costs as much as half a record.
        if isEstablished, unsafe wl_bio_pending(incoming) == 0, unsafe SSL_has_pending(session) == 0
        {
            return .wait
        }
        ERR_clear_error()
        let count = unsafe SSL_read(session, buffer.baseAddress, Int32(buffer.count))
        if count > 0 { return .bytes(Int(count)) }
        switch unsafe SSL_get_error(session, count) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return .wait
        case SSL_ERROR_ZERO_RETURN:
            return .ended
        default:
            // After a fatal error nothing may be called on the session any more, SSL_shutdown
            // included.
            isBroken = true
            return .failed(.failed(reason: failureReason()))
        }
    }

    private func failureReason() -> String {
        let verification = unsafe SSL_get_verify_result(session)
        guard verification != Int(X509_V_OK) else { return TLSError.takeReason() }
        ERR_clear_error()
        // A constant of the library.
        return unsafe String(cString: X509_verify_cert_error_string(verification))
    }

    /// Encrypts the beginning of `plaintext` and returns how many bytes, 0 before the handshake is
    /// done.
    func write(_ plaintext: UnsafeBufferPointer<UInt8>) -> Int {
        guard !isBroken, isEstablished, !plaintext.isEmpty else { return 0 }
        ERR_clear_error()
        let count = unsafe SSL_write(session, plaintext.baseAddress, Int32(plaintext.count))
        return max(0, Int(count))
    }

    /// Whether ciphertext waits to be taken.
    var hasCiphertext: Bool { unsafe wl_bio_pending(outgoing) > 0 }

    /// Moves the ciphertext that the peer must get to the end of `bytes`.
    func takeCiphertext(into bytes: inout [UInt8]) {
        let count = Int(unsafe wl_bio_pending(outgoing))
        guard count > 0 else { return }
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        // The array has `count` bytes from `start` on.
        _ = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            let target = unsafe UnsafeMutableBufferPointer(rebasing: buffer[start...])
            return unsafe BIO_read(outgoing, target.baseAddress, Int32(count))
        }
    }

    /// Announces that nothing more will be sent (`close_notify`).
    func close() {
        guard !isBroken, isEstablished else { return }
        ERR_clear_error()
        _ = unsafe SSL_shutdown(session)
        ERR_clear_error()
    }
}
