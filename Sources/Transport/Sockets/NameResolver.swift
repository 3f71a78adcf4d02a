private import CLinux

/// Turns host names into addresses with the system's resolver.
public enum NameResolver {
    /// Addresses taken from one answer.
    private static let maximumAddresses = 16

    /// Looks `name` up.
    ///
    /// The system's resolver blocks, for seconds when the network is bad, so this leaves the
    /// caller's loop for the global pool. It is for names that an operator has configured; one that
    /// a client sent would let anybody fill the pool and belongs to ``SystemHostResolver``.
    ///
    /// - Parameters:
    ///   - name: A host name.
    ///   - port: The port that the addresses get.
    /// - Returns: The addresses in the order in which they should be tried, at least one.
    /// - Throws: ``TransportError/nameUnknown(_:)`` when there is none, or
    ///   ``TransportError/system(operation:code:)`` when no resolver answers.
    @concurrent
    public static func resolve(
        _ name: String,
        port: UInt16
    ) async throws(TransportError) -> [SocketAddress] {
        var addresses = [wl_address](repeating: wl_address(), count: maximumAddresses)
        // The pointers live during the call only.
        let result = unsafe wl_resolve(name, 0, &addresses, Int32(maximumAddresses))
        // The shim says ENOENT for a name that does not exist.
        guard result != 0, result != -2 else { throw .nameUnknown(name) }
        let count = Int(try SystemCode.check("name resolution", result))
        return addresses[..<count].map { SocketAddress(ip: IPAddress($0), port: port) }
    }
}
