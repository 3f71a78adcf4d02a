private import CLinux

/// How many files and sockets the process may have open at once (`RLIMIT_NOFILE`).
public enum DescriptorLimit {
    /// Raises the limit as far as the process may, and returns it.
    ///
    /// - Returns: The limit now in force.
    /// - Throws: ``TransportError/system(operation:code:)`` where the system does not tell it.
    public static func raise() throws(TransportError) -> Int {
        let limit = wl_raise_descriptor_limit()
        guard limit >= 0 else { throw .system(operation: "getrlimit", code: Int32(-limit)) }
        return limit
    }
}
