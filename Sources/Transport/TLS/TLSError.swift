internal import COpenSSL

/// Why TLS could not be set up or kept up.
public enum TLSError: Error, Equatable, CustomStringConvertible {
    /// The certificate file cannot be read or holds no certificate.
    case certificateUnusable(file: String, reason: String)
    /// The key file cannot be read or holds no key without a password.
    case keyUnusable(file: String, reason: String)
    /// The key is not the one that the certificate names.
    case keyAndCertificateDiffer(certificateFile: String, keyFile: String)
    /// The authorities against which a server is verified cannot be read.
    case authoritiesUnusable(file: String?, reason: String)
    /// The handshake or the connection broke; the reason is OpenSSL's.
    case failed(reason: String)

    /// One sentence that says what to do.
    public var description: String {
        switch self {
        case .certificateUnusable(let file, let reason):
            "the TLS certificate \(file) cannot be used (\(reason)): give a PEM file with the "
                + "certificate and its chain"
        case .keyUnusable(let file, let reason):
            "the TLS key \(file) cannot be used (\(reason)): give a PEM file with the private "
                + "key, without a password"
        case .keyAndCertificateDiffer(let certificateFile, let keyFile):
            "the TLS key \(keyFile) does not belong to the certificate \(certificateFile)"
        case .authoritiesUnusable(let file, let reason):
            "the certificate authorities \(file ?? "of the system") cannot be read (\(reason))"
        case .failed(let reason):
            "TLS failed: \(reason)"
        }
    }

    /// Empties this thread's queue of OpenSSL errors and returns the text of the oldest.
    static func takeReason() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return "no reason given" }
        // OpenSSL marks an `errno` by this bit and has no text for it (ERR_SYSTEM_FLAG).
        let systemFlag: UInt = 0x8000_0000
        if code & systemFlag != 0 { return SystemCode.describe(Int32(code & (systemFlag - 1))) }
        // The text is a constant of the library, or nil.
        guard let text = unsafe ERR_reason_error_string(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
