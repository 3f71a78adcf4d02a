private import Synchronization

/// What this process trusts when it calls a server over TLS.
///
/// Verification of the chain and of the name cannot be turned off.
public final class TLSClientContext: Sendable {
    private let handle: TLSContextHandle

    /// Trusts the system's authorities, or only those in `authoritiesFile`.
    ///
    /// Reading the system's takes some 20 ms and 1 MB; see ``system()`` for sharing them.
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

// The system's authorities, read once for the process and not before somebody is called.
extension TLSClientContext {
    private static let systemWasRead = Atomic(false)
    private static let readSystem = Result<TLSClientContext, TLSError> { () throws(TLSError) in
        try TLSClientContext()
    }

    /// What ``system()`` returns, or `nil` while nobody has called it; this never waits.
    public static var systemIfRead: TLSClientContext? {
        systemWasRead.load(ordering: .acquiring) ? try? readSystem.get() : nil
    }

    /// The one context of this process that trusts the system's authorities.
    ///
    /// The first call reads them, which takes some 20 ms, and all leave the caller's loop for that.
    /// What changes in the system's files later counts from the next start.
    ///
    /// - Returns: The context.
    /// - Throws: ``TLSError/authoritiesUnusable(file:reason:)`` when they cannot be read.
    @concurrent
    public static func system() async throws(TLSError) -> TLSClientContext {
        let result = readSystem
        systemWasRead.store(true, ordering: .releasing)
        return try result.get()
    }
}
