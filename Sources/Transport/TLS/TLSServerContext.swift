public import Primitives

/// A server's certificate and key, from which sessions are made.
///
/// Sessions that exist keep the certificate they began with; ``reload()`` changes those to come.
public final class TLSServerContext: Sendable {
    private let certificateFile: String
    private let keyFile: String
    private let current: Lock<TLSContextHandle>

    /// Reads the certificate chain and the key.
    ///
    /// - Parameters:
    ///   - certificateFile: A PEM file: the server's certificate, then its chain.
    ///   - keyFile: A PEM file with the private key, without a password.
    /// - Throws: ``TLSError`` that names the file and what is wrong with it.
    public init(certificateFile: String, keyFile: String) throws(TLSError) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
        let handle = try Self.load(certificateFile: certificateFile, keyFile: keyFile)
        current = Lock(handle)
    }

    private static func load(
        certificateFile: String,
        keyFile: String
    ) throws(TLSError) -> TLSContextHandle {
        let handle = try TLSContextHandle(isServer: true)
        try handle.use(certificateFile: certificateFile, keyFile: keyFile)
        return handle
    }

    /// Reads both files again; when they cannot be used, the ones from before stay in use.
    ///
    /// - Throws: ``TLSError`` that names the file and what is wrong with it.
    public func reload() throws(TLSError) {
        let handle = try Self.load(certificateFile: certificateFile, keyFile: keyFile)
        current.withLock { $0 = handle }
    }

    /// Makes the server's side of a new connection.
    ///
    /// - Returns: A session in which nothing has happened yet.
    /// - Throws: ``TLSError/failed(reason:)`` when memory is out.
    public func makeSession() throws(TLSError) -> TLSSession {
        let session = try current.withLock { $0 }.makeSession()
        session.actAsServer()
        return session
    }

    /// When the certificate in use expires, or `nil` when it does not say so legibly.
    public var certificateExpiry: Timestamp? {
        current.withLock { $0 }.expiry().map(Timestamp.init(secondsSinceEpoch:))
    }
}
