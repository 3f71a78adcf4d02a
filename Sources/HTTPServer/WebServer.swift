private import HTTP
public import Primitives
public import Transport

/// An HTTP/1.1 server on the loops of a group.
///
/// Every loop has its own listening sockets; a connection stays on the loop that accepted it, and
/// so does the handler, which runs as a task that prefers that loop.
public final class WebServer: Sendable {
    private let configuration: HTTPServerConfiguration
    private let group: EventLoopGroup
    private let handler: any HTTPHandler
    private let observer: @Sendable (RequestRecord) -> Void
    private let clock: any WallClock
    private let running = Lock<Running?>(nil)

    private struct Running: Sendable {
        let servers: [LoopServer]
        let tls: TLSServerContext?
    }

    /// Describes a server; ``start()`` makes it listen.
    ///
    /// - Parameters:
    ///   - configuration: Where to listen and what to allow.
    ///   - group: The loops, which run already or are started afterwards.
    ///   - handler: Answers the requests.
    ///   - clock: The time of day for `Date`.
    ///   - observer: Hears of every request when it is over, on the request's loop; it must not
    ///     block.
    public init(
        configuration: HTTPServerConfiguration,
        group: EventLoopGroup,
        handler: any HTTPHandler,
        clock: any WallClock = SystemWallClock(),
        observer: @escaping @Sendable (RequestRecord) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.group = group
        self.handler = handler
        self.clock = clock
        self.observer = observer
    }

    /// Reads the certificate, listens on all addresses and begins to serve.
    ///
    /// - Returns: The addresses, with the ports that the system chose where port 0 was asked for.
    /// - Throws: ``WebServerError`` that says what is in the way; nothing listens then.
    public func start() throws(WebServerError) -> [BoundAddress] {
        let tls = try loadCertificate()
        var listening: [ListeningSockets] = []
        for address in configuration.addresses {
            do throws(TransportError) {
                listening.append(try ListeningSockets(on: address, count: group.loops.count))
            } catch {
                throw .cannotListen(error)
            }
        }
        let core = ServerCore(
            configuration: configuration,
            handler: handler,
            clock: clock,
            tls: tls,
            observer: observer
        )
        let servers = group.loops.map { loop in
            LoopServer(core: core, loop: loop, seed: .random(in: .min ... .max))
        }
        running.withLock { $0 = Running(servers: servers, tls: tls) }
        for server in servers {
            let sockets = listening.map { $0.sockets[server.loop.index] }
            server.loop.execute { server.begin(sockets) }
        }
        return listening.map { BoundAddress(address: $0.address, isSecure: tls != nil) }
    }

    private func loadCertificate() throws(WebServerError) -> TLSServerContext? {
        guard let files = configuration.certificate else { return nil }
        do throws(TLSError) {
            return try TLSServerContext(
                certificateFile: files.certificateFile,
                keyFile: files.keyFile
            )
        } catch {
            throw .certificate(error)
        }
    }

    /// Reads certificate and key again, for connections to come; does nothing without TLS.
    ///
    /// - Throws: ``WebServerError/certificate(_:)`` when the files cannot be used; the certificate
    ///   from before stays in use then.
    public func reloadCertificates() throws(WebServerError) {
        guard let tls = running.withLock({ $0 })?.tls else { return }
        do throws(TLSError) {
            try tls.reload()
        } catch {
            throw .certificate(error)
        }
    }

    /// When the certificate in use expires; `nil` without TLS.
    public var certificateExpiry: Timestamp? {
        running.withLock { $0 }?.tls?.certificateExpiry
    }

    /// Stops accepting, closes idle connections, and returns when every request in flight is
    /// answered.
    ///
    /// Answers that are given meanwhile say `Connection: close`.
    ///
    /// - Parameter milliseconds: After which the connections that are left are closed and their
    ///   handlers cancelled.
    public func drain(withinMilliseconds milliseconds: UInt64) async {
        guard let servers = running.withLock({ $0 })?.servers else { return }
        await withTaskGroup(of: Void.self) { tasks in
            for server in servers {
                tasks.addTask {
                    await withCheckedContinuation { continuation in
                        server.loop.execute {
                            server.drain(withinMilliseconds: milliseconds) {
                                continuation.resume()
                            }
                        }
                    }
                }
            }
        }
    }

    /// Serves a connection that is open already, such as one end of a socket pair.
    package func adopt(_ socket: consuming Descriptor, from peer: SocketAddress, loop index: Int) {
        let server = running.withLock { $0 }?.servers[index]
        let handover = SocketHandover(socket)
        server?.loop.execute {
            if let socket = handover.take() { server?.accept(socket, peer) }
        }
    }
}

/// An address on which a server listens.
public struct BoundAddress: Sendable, Hashable {
    /// The address and the real port.
    public let address: SocketAddress
    /// Whether it speaks TLS.
    public let isSecure: Bool

    /// The address as a URL without path, for people.
    public var url: String { "\(isSecure ? "https" : "http")://\(address)" }
}

/// Why a server cannot start, or cannot change its certificate.
public enum WebServerError: Error, Equatable, CustomStringConvertible {
    /// An address cannot be listened on.
    case cannotListen(TransportError)
    /// The certificate or its key cannot be used.
    case certificate(TLSError)

    /// One sentence that says what to do.
    public var description: String {
        switch self {
        case .cannotListen(let error): error.description
        case .certificate(let error): error.description
        }
    }
}

/// Carries a descriptor into a closure, which may capture no value that cannot be copied.
private final class SocketHandover: Sendable {
    private let socket: Lock<Descriptor?>

    init(_ socket: consuming sending Descriptor) {
        self.socket = Lock(consume socket)
    }

    func take() -> Descriptor? {
        socket.withLock { $0.take() }
    }
}
