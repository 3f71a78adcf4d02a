/// How the descriptors of the process are shared out between connections and everything else.
///
/// A server that gives its last descriptor to a visitor cannot open what it needs itself: a loop's
/// reader of the database, a connection to the introspection endpoint, the certificate at a reload.
/// So connections get what is left after a reserve, and one connection more is answered 503 at once
/// instead of waiting in the kernel's queue.
struct DescriptorBudget {
    /// Connections that the process may have open.
    let maximumConnections: Int

    /// What the process holds whatever the number of its loops: standard streams, signals, the
    /// writer's files and locks, certificates that are read again, outbound connections.
    private static let reserve = 24
    /// What each loop holds: its epoll set and wake-up, a listening socket or two, its reader's
    /// files, a connection on its way to a 503.
    private static let reserveForEachLoop = 8
    /// Fewer connections than this are no server.
    private static let fewestConnections = 8

    /// Divides `limit` descriptors.
    ///
    /// - Parameters:
    ///   - limit: What the system allows the process.
    ///   - loops: How many event loops run.
    ///   - wanted: Connections that are wanted at most.
    /// - Throws: ``ServerError`` where nearly nothing is left for connections.
    init(limit: Int, loops: Int, wanted: Int) throws(ServerError) {
        let reserved = Self.reserve + loops * Self.reserveForEachLoop
        guard limit - reserved >= Self.fewestConnections else {
            throw ServerError(
                "the system allows this process \(limit) open files, and it needs at least "
                    + "\(reserved + Self.fewestConnections): raise the limit (ulimit -n, or "
                    + "LimitNOFILE= in a systemd unit)"
            )
        }
        maximumConnections = min(wanted, limit - reserved)
    }
}
