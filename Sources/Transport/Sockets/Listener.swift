private import CLinux
private import Primitives

/// Sockets that listen on one address, one for each loop, among which the kernel spreads
/// connections.
public struct ListeningSockets: Sendable {
    /// The address, with the port that the system chose where port 0 was asked for.
    public let address: SocketAddress
    /// The sockets, all equal.
    public let sockets: [ListeningSocket]

    /// Listens on `address`.
    ///
    /// The first socket is bound alone and listens before it lets others share its port:
    /// `SO_REUSEPORT` from the start would let a second server of the same user take half of the
    /// connections without a word.
    ///
    /// - Parameters:
    ///   - address: Where to listen; port 0 lets the system choose.
    ///   - count: How many sockets to make, at least 1.
    ///   - backlog: How many connections may wait to be accepted, for each socket.
    /// - Throws: ``TransportError`` that says who or what is in the way.
    public init(on address: SocketAddress, count: Int, backlog: Int32 = 1_024)
        throws(TransportError)
    {
        let first = try Self.listen(on: address, backlog: backlog, shared: false)
        var system = wl_address()
        // The pointer lives during the call only.
        let named = unsafe wl_local_address(first.descriptor.number, &system)
        _ = try SystemCode.check("getsockname", named)
        self.address = SocketAddress(system)
        _ = try SystemCode.check("setsockopt", wl_share_port(first.descriptor.number))
        var sockets = [first]
        while sockets.count < count {
            sockets.append(try Self.listen(on: self.address, backlog: backlog, shared: true))
        }
        self.sockets = sockets
    }

    private static func listen(
        on address: SocketAddress,
        backlog: Int32,
        shared: Bool
    ) throws(TransportError) -> ListeningSocket {
        var system = address.ip.cAddress(port: address.port)
        // The pointer lives during the call only.
        let result = unsafe wl_listen(&system, backlog, shared ? 1 : 0)
        switch -Int(result) {
        case SystemCode.addressTaken: throw .addressTaken(address)
        case SystemCode.forbidden: throw .addressForbidden(address)
        case SystemCode.addressUnavailable: throw .addressUnavailable(address)
        default: break
        }
        let number = try SystemCode.check("listen", result)
        return ListeningSocket(descriptor: Descriptor(owning: number))
    }
}

/// One socket of ``ListeningSockets``.
public final class ListeningSocket: Sendable {
    let descriptor: Descriptor

    init(descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }
}

/// Accepts connections on one loop; use it on that loop's thread.
public final class Listener: ReadinessHandler, @unchecked Sendable {
    // @unchecked Sendable: every mutable property is touched on the loop's thread only.

    /// Connections that one round accepts before the others have their turn.
    private static let acceptsPerRound = 64
    /// For how long a loop without descriptors leaves new connections in the kernel's queue.
    private static let pauseMilliseconds: UInt64 = 100

    private let loop: EventLoop
    private let onAccept: (consuming Descriptor, SocketAddress) -> Void
    private var socket: ListeningSocket?
    private var pause: LoopTimer?

    /// Prepares to accept connections of `socket` on `loop`.
    ///
    /// - Parameters:
    ///   - socket: The socket; nobody else uses it.
    ///   - loop: The loop on which `onAccept` is called.
    ///   - onAccept: Gets each connection and the peer's address.
    public init(
        _ socket: ListeningSocket,
        on loop: EventLoop,
        onAccept: @escaping (consuming Descriptor, SocketAddress) -> Void
    ) {
        self.socket = socket
        self.loop = loop
        self.onAccept = onAccept
    }

    /// Begins to accept; where the system is out of memory for it, it is tried again until it
    /// works.
    public func start() {
        guard let socket else { return }
        do throws(TransportError) {
            try loop.register(self, for: socket.descriptor, .readable)
        } catch {
            pauseAccepting()
        }
    }

    /// Takes the connections that wait already, then stops listening.
    public func stop() {
        guard let socket else { return }
        while accept(from: socket) {}
        if pause?.deadline == nil { loop.unregister(socket.descriptor) }
        pause?.retire()
        self.socket = nil
    }

    func ready(_ events: Readiness) {
        guard let socket else { return }
        for _ in 0..<Self.acceptsPerRound where !accept(from: socket) { return }
    }

    func loopStopped() {
        stop()
    }

    /// Accepts one connection and returns whether to go on.
    private func accept(from socket: ListeningSocket) -> Bool {
        var peer = wl_address()
        // The pointer lives during the call only.
        let result = Int(unsafe wl_accept(socket.descriptor.number, &peer))
        if result >= 0 {
            onAccept(Descriptor(owning: Int32(result)), SocketAddress(peer))
            return true
        }
        if SystemCode.isExhaustion(result) { startPause() }
        // A connection that ended in the queue is that connection's failure, not the listener's.
        return -result == SystemCode.connectionAborted
    }

    /// Looks away for a moment: a listener that stays ready without a descriptor to give would
    /// spin.
    private func startPause() {
        guard let socket, pause?.deadline == nil else { return }
        loop.unregister(socket.descriptor)
        pauseAccepting()
    }

    private func pauseAccepting() {
        let timer = pause ?? LoopTimer(on: loop) { [weak self] in self?.start() }
        pause = timer
        timer.set(afterMilliseconds: Self.pauseMilliseconds)
    }
}
