/// Turns a host name into addresses.
///
/// A value that is handed in, so that a test decides what a name means.
public protocol HostResolver: Sendable {
    /// Looks `name` up, A and AAAA together.
    ///
    /// - Parameter name: A host name in ASCII, without a trailing dot.
    /// - Returns: All addresses, in the order in which they should be tried.
    /// - Throws: ``TransportError/nameUnknown(_:)`` when there is none, or
    ///   ``TransportError/system(operation:code:)`` when no resolver answers.
    func addresses(of name: String) async throws(TransportError) -> [IPAddress]
}
