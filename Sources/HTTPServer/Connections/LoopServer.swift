internal import HTTP
internal import Primitives
internal import Transport

/// One server's part on one loop: its listeners and its connections.
final class LoopServer: @unchecked Sendable {
    // @unchecked Sendable: every mutable property is touched on the loop's thread only.

    let core: ServerCore
    let loop: EventLoop
    /// What serves requests that have to wait for something.
    let tasks: RequestTasks
    private(set) var isDraining = false
    private var names: RequestNames
    private var date: DateCache
    private var listeners: [Listener] = []
    private var connections: [Connection] = []
    private var drained: (() -> Void)?
    private var drainTimer: LoopTimer?

    init(core: ServerCore, loop: EventLoop, seed: UInt64) {
        self.core = core
        self.loop = loop
        tasks = RequestTasks(on: loop)
        names = RequestNames(seed: seed)
        date = DateCache(clock: core.clock)
    }

    /// Begins to accept connections of `sockets`.
    func begin(_ sockets: [ListeningSocket]) {
        for socket in sockets {
            let listener = Listener(socket, on: loop) { [weak self] descriptor, address in
                self?.accept(descriptor, address)
            }
            listeners.append(listener)
            listener.start()
        }
    }

    /// Takes over a connection.
    func accept(_ descriptor: consuming Descriptor, _ peer: SocketAddress) {
        guard core.admit() else { return refuse(descriptor) }
        var session: TLSSession?
        if let tls = core.tls {
            do throws(TLSError) {
                session = try tls.makeSession()
            } catch {
                // Memory is out; this connection is what has to go.
                return core.release()
            }
        }
        let stream = ByteStream(
            descriptor,
            on: loop,
            tls: session,
            stallMilliseconds: core.configuration.deadlines.stallMilliseconds
        )
        let connection = Connection(stream, from: peer.ip, of: self)
        connection.position = connections.count
        connections.append(connection)
        tasks.open()
        connection.begin()
    }

    private func refuse(_ descriptor: borrowing Descriptor) {
        core.noteRefusal()
        // Nothing can be said under TLS before a handshake, which is what there is no room for.
        guard core.tls == nil else { return }
        var bytes: [UInt8] = []
        let explanation = "The server has as many connections as it can serve; try again shortly."
        let response = core.refusal(.serviceUnavailable, explanation, path: nil)
        _ = ResponseSerializer.refusing.append(response, date: dateValue(), to: &bytes)
        descriptor.sendOnce(bytes)
    }

    /// Forgets a connection that has closed.
    func remove(_ connection: Connection) {
        let last = connections.removeLast()
        if last !== connection {
            connections[connection.position] = last
            last.position = connection.position
        }
        core.release()
        guard connections.isEmpty else { return }
        tasks.close()
        endDrain()
    }

    func dateValue() -> [UInt8] { date.value(at: loop.now) }

    func nextName() -> RequestName { names.next() }

    /// Stops accepting and lets every connection end after what it is doing.
    ///
    /// - Parameters:
    ///   - milliseconds: After which the connections that are left are closed.
    ///   - done: Called once when no connection is left.
    func drain(withinMilliseconds milliseconds: UInt64, done: @escaping () -> Void) {
        isDraining = true
        for listener in listeners { listener.stop() }
        listeners = []
        drained = done
        for connection in connections { connection.drain() }
        guard !connections.isEmpty else { return endDrain() }
        let timer = LoopTimer(on: loop) { [weak self] in self?.closeAll() }
        timer.set(afterMilliseconds: milliseconds)
        drainTimer = timer
    }

    private func closeAll() {
        for connection in connections { connection.close() }
        endDrain()
    }

    private func endDrain() {
        drainTimer?.retire()
        drainTimer = nil
        let done = drained
        drained = nil
        done?()
    }
}
