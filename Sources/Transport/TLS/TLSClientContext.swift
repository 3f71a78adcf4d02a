/// What this process trusts when it calls a server over TLS.
///
/// Verification of the chain and of the name cannot be turned off.
public final class TLSClientContext: Sendable {
    private let handle: TLSContextHandle

    /// Trusts the system's authorities, or only those in `authoritiesFile`.
    ///
    /// - Parameter authoritiesFile: A PEM file with certificates of authorities, or `nil`.
    /// - Throws: ``TLSError/authoritiesUnusable(file:reason:)`` when they cannot be read.
    public convenience init(authoritiesFile: String? = nil) throws(TLSError) {
        try self.init(authoritiesFile: authoritiesFile, maximumVersion: nil)
    }

    package init(authoritiesFile: String?, maximumVersion: TLSVersion?) throws(TLSError) {
        handle = try TLSContextHandle(isServer: false, maximumVersion: maximumVersion)
        try handle.trust(authoritiesIn: authoritiesFile)
    }

    /// Makes the client's side of a new connection to `host`, a name or an IP address.
    ///
    /// - Parameter host: The host that the server's certificate must name.
    /// - Returns: A session in which nothing has happened yet.
    /// - Throws: ``TLSError/failed(reason:)`` when memory is out.
    public func makeSession(host: String) throws(TLSError) -> TLSSession {
        let session = try handle.makeSession()
        try session.actAsClient(of: host)
        return session
    }
}
