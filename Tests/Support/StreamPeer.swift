private import Primitives
private import Synchronization
public import Transport

/// The far end of a connection in a test: sends bytes and waits for what comes back.
///
/// It waits for events of the socket, never for time to pass.
public final class StreamPeer: ByteStreamDelegate, Sendable {
    /// What has happened on the connection so far.
    public struct Record: Sendable {
        /// Every byte that arrived.
        public var bytes: [UInt8] = []
        /// Whether the connection stands, TLS included.
        public var isOpen = false
        /// Whether the other side has finished sending.
        public var didEnd = false
        /// Whether the end came without TLS saying so.
        public var isTruncated = false
        /// Whether the queue of bytes to send has run low again after it was full.
        public var didDrain = false
        /// Why the connection broke.
        public var failure: StreamFailure?

        /// The bytes as text.
        public var text: String { String(decoding: bytes, as: UTF8.self) }
        /// Whether nothing more can arrive.
        public var isOver: Bool { didEnd || failure != nil }
    }

    private struct Waiter {
        let number: UInt64
        let isMet: @Sendable (Record) -> Bool
        let continuation: CheckedContinuation<Record, Never>
    }

    private let record = Lock(Record())
    private let waiters = Lock<[Waiter]>([])
    private let lastWaiter = Atomic<UInt64>(0)
    /// The stream itself, for what this type does not offer; use it on its loop.
    public let stream: ByteStream

    /// Opens `stream`, which must be new, on its loop, and in the same step goes on as `body` says.
    public init(
        _ stream: ByteStream,
        andThen body: @escaping @Sendable (ByteStream) -> Void = { _ in }
    ) async throws(TransportError) {
        self.stream = stream
        try await stream.loop.run { () throws(TransportError) in
            try stream.open(delegate: self)
            body(stream)
        }
    }

    /// Connects to `address`.
    public convenience init(
        connectingTo address: SocketAddress,
        on loop: EventLoop,
        tls: TLSSession? = nil
    ) async throws(TransportError) {
        try await self.init(ByteStream(connectingTo: address, on: loop, tls: tls))
    }

    /// Sends `bytes`.
    public func send(_ bytes: [UInt8]) async {
        await stream.loop.run { self.stream.send(bytes) }
    }

    /// Sends the UTF-8 bytes of `text`.
    public func send(_ text: String) async {
        await send(Array(text.utf8))
    }

    /// Ends the sending side.
    public func finishSending() async {
        await stream.loop.run { self.stream.finishSending() }
    }

    /// Closes the connection.
    public func close() async {
        await stream.loop.run { self.stream.close() }
    }

    /// Stops taking bytes, so that the other side runs full.
    public func pauseReading() async {
        await stream.loop.run { self.stream.pauseReading() }
    }

    /// Takes bytes again.
    public func resumeReading() async {
        await stream.loop.run { self.stream.resumeReading() }
    }

    /// Waits until `condition` holds, until nothing more can arrive, or until the test's time is
    /// over.
    public func wait(until condition: @escaping @Sendable (Record) -> Bool) async -> Record {
        let number = lastWaiter.add(1, ordering: .relaxed).newValue
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(
                    number: number,
                    isMet: { condition($0) || $0.isOver || Task.isCancelled },
                    continuation: continuation
                )
                waiters.withLock { $0.append(waiter) }
                resumeWaiters()
            }
        } onCancel: {
            resumeWaiters { $0.number == number }
        }
    }

    /// Waits until nothing more can arrive.
    public func waitForEnd() async -> Record {
        await wait { _ in false }
    }

    /// Waits until `text` has arrived `count` times.
    public func wait(for text: String, count: Int = 1) async -> Record {
        await wait { record in
            record.text.split(separator: text, omittingEmptySubsequences: false).count > count
        }
    }

    private func change(_ body: (inout Record) -> Void) {
        record.withLock { body(&$0) }
        resumeWaiters()
    }

    private func resumeWaiters(_ isDone: @Sendable (Waiter) -> Bool = { _ in false }) {
        let now = record.withLock { $0 }
        let met = waiters.withLock { waiters in
            let met = waiters.filter { isDone($0) || $0.isMet(now) }
            let numbers = met.map(\.number)
            waiters.removeAll { numbers.contains($0.number) }
            return met
        }
        for waiter in met { waiter.continuation.resume(returning: now) }
    }

    /// Notes that the connection stands.
    public func streamDidOpen() {
        change { $0.isOpen = true }
    }

    /// Keeps what arrived.
    public func streamDidReceive(_ bytes: Span<UInt8>) {
        var copy: [UInt8] = []
        for position in bytes.indices { copy.append(bytes[position]) }
        change { $0.bytes += copy }
    }

    /// Notes the end.
    public func streamDidEnd(isTruncated: Bool) {
        change {
            $0.didEnd = true
            $0.isTruncated = isTruncated
        }
    }

    /// Notes that there is room again.
    public func streamDidDrain() {
        change { $0.didDrain = true }
    }

    /// Notes the failure.
    public func streamDidFail(_ failure: StreamFailure) {
        change { $0.failure = failure }
    }
}

/// Runs `body` with `count` running event loops.
@discardableResult
public func withLoops<Result>(
    _ count: Int = 1,
    _ body: (EventLoopGroup) async throws -> Result
) async throws -> Result {
    let group = try EventLoopGroup(count: count)
    try group.start()
    defer { group.stop() }
    return try await body(group)
}
