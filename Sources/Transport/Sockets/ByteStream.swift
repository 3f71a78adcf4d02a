private import CLinux
private import Primitives

/// A connected stream of bytes on an event loop, plain or under TLS.
///
/// It lives on its loop: use it on that thread only. Bytes to send are queued and leave together at
/// the end of the round. The loop keeps an open stream alive, and the stream its delegate, until it
/// closes.
public final class ByteStream: ReadinessHandler, @unchecked Sendable {
    // @unchecked Sendable: every property is touched on the loop's thread only, or before `open`.

    /// From this many queued bytes on, a writer that can wait should wait.
    public static let highWaterMark = 64 * 1_024
    /// At this many queued bytes, waiting writers go on.
    public static let lowWaterMark = 16 * 1_024
    /// Times that one round reads from one stream before the others have their turn.
    static let readsPerRound = 4

    /// The loop that the stream lives on.
    public let loop: EventLoop
    /// The TLS session, or `nil` for a plain stream.
    public let tls: TLSSession?
    /// Where the connection was to lead, for one that was made from here.
    private(set) var target: SocketAddress?
    var socket: Descriptor
    var delegate: (any ByteStreamDelegate)?
    var flags: Flags = []
    var plaintext = OutgoingQueue()
    var ciphertext = OutgoingQueue()
    let stallMilliseconds: UInt64
    var stallTimer: LoopTimer?

    struct Flags: OptionSet {
        let rawValue: UInt16
        static let isConnecting = Flags(rawValue: 1)
        static let isOpen = Flags(rawValue: 2)
        static let isReadable = Flags(rawValue: 4)
        static let isPaused = Flags(rawValue: 8)
        static let peerEnded = Flags(rawValue: 16)
        static let didEnd = Flags(rawValue: 32)
        static let isBlocked = Flags(rawValue: 64)
        static let isFlushDue = Flags(rawValue: 128)
        static let isFull = Flags(rawValue: 256)
        static let isFinishing = Flags(rawValue: 512)
        static let isFinished = Flags(rawValue: 1_024)
    }

    /// Takes over a connected socket.
    ///
    /// - Parameters:
    ///   - socket: The socket; the stream closes it.
    ///   - loop: The loop to live on.
    ///   - tls: A fresh session when the bytes are to be encrypted.
    ///   - stallMilliseconds: For how long the peer may refuse all bytes before the stream fails.
    public init(
        _ socket: consuming Descriptor,
        on loop: EventLoop,
        tls: TLSSession? = nil,
        stallMilliseconds: UInt64 = 30_000
    ) {
        self.loop = loop
        self.tls = tls
        self.stallMilliseconds = stallMilliseconds
        self.socket = socket
    }

    /// Begins to connect to `address`; the delegate hears of the outcome after ``open(delegate:)``.
    ///
    /// - Parameters:
    ///   - address: The server's address.
    ///   - loop: The loop to live on.
    ///   - tls: A fresh client session when the bytes are to be encrypted.
    ///   - stallMilliseconds: For how long the peer may refuse all bytes before the stream fails.
    /// - Throws: ``TransportError/system(operation:code:)`` when no socket can be made.
    public convenience init(
        connectingTo address: SocketAddress,
        on loop: EventLoop,
        tls: TLSSession? = nil,
        stallMilliseconds: UInt64 = 30_000
    ) throws(TransportError) {
        var system = address.ip.cAddress(port: address.port)
        // The pointer lives during the call only.
        let number = try SystemCode.check("connect", unsafe wl_connect(&system))
        let socket = Descriptor(owning: number)
        self.init(socket, on: loop, tls: tls, stallMilliseconds: stallMilliseconds)
        target = address
        flags.insert(.isConnecting)
    }

    /// Begins to read, and tells `delegate` from now on what happens.
    ///
    /// - Parameter delegate: Who hears of it; kept until the stream closes.
    /// - Throws: ``TransportError/system(operation:code:)`` when the loop cannot watch the socket.
    public func open(delegate: any ByteStreamDelegate) throws(TransportError) {
        self.delegate = delegate
        try loop.register(self, for: socket, .connection)
        if !flags.contains(.isConnecting) { begin() }
    }

    func begin() {
        if let tls {
            tls.begin()
            flushSoon()
        } else {
            flags.insert(.isOpen)
            // What was queued while the connection was being made found no connection to leave by.
            if !plaintext.isEmpty || flags.contains(.isFinishing) { flushSoon() }
            delegate?.streamDidOpen()
        }
    }
}

// Closing.
extension ByteStream {
    /// Closes the connection now; what is still queued is dropped and the delegate hears nothing
    /// more.
    public func close() {
        guard socket.number >= 0 else { return }
        stallTimer?.retire()
        loop.unregister(socket)
        socket.close()
        delegate = nil
    }

    /// Closes the connection with a reset, as a peer that crashes does; for tests.
    package func reset() {
        _ = wl_reset_on_close(socket.number)
        close()
    }

    /// Makes the system take only little at a time; for tests.
    package func shrinkSendBuffer() {
        _ = wl_set_send_buffer(socket.number, 1_024)
    }

    func fail(_ failure: StreamFailure) {
        guard socket.number >= 0 else { return }
        let delegate = delegate
        close()
        delegate?.streamDidFail(failure)
    }

    func loopStopped() {
        fail(.stopped)
    }
}
