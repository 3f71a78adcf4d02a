private import COpenSSL

/// The OpenSSL library that the process runs with.
public enum OpenSSLLibrary {
    /// Its version as it names itself, for instance `3.0.19`.
    public static var version: String {
        // The library's own constant text, which ends with a zero byte.
        unsafe String(cString: OpenSSL_version(OPENSSL_VERSION_STRING))
    }
}
