private import CLinux
private import Primitives
private import Synchronization

/// The event loops of a process, one thread each.
public final class EventLoopGroup: Sendable {
    /// The loops, by number.
    public let loops: [EventLoop]
    private let threads = Lock<[UInt64]>([])

    private static let lastIdentity = Atomic<UInt64>(0)

    /// Makes the loops; their threads begin with ``start()``.
    ///
    /// - Parameters:
    ///   - count: How many, at least 1; more than there are processors only wait for each other.
    ///   - onThreadStart: Called once on each thread with its loop's number.
    ///   - onAnswersReady: Called on the thread in each round before what was queued is sent.
    ///   - onRoundEnd: Called on the thread after each round, when answers have been sent.
    /// - Throws: ``TransportError/system(operation:code:)`` when no descriptor is left.
    public init(
        count: Int,
        onThreadStart: @escaping @Sendable (Int) -> Void = { _ in },
        onAnswersReady: @escaping @Sendable (Int) -> Void = { _ in },
        onRoundEnd: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(TransportError) {
        let hooks = LoopHooks(
            onThreadStart: onThreadStart,
            onAnswersReady: onAnswersReady,
            onRoundEnd: onRoundEnd
        )
        var loops: [EventLoop] = []
        for index in 0..<max(1, count) {
            let identity = Self.lastIdentity.add(1, ordering: .relaxed).newValue
            loops.append(try EventLoop(index: index, identity: identity, hooks: hooks))
        }
        self.loops = loops
    }

    /// Starts the threads; does nothing when they run already.
    ///
    /// - Throws: ``TransportError/system(operation:code:)`` when the system has no thread to give.
    public func start() throws(TransportError) {
        wl_ignore_sigpipe()
        try threads.withLock { (threads) throws(TransportError) in
            guard threads.isEmpty else { return }
            for loop in loops { threads.append(try Self.startThread(of: loop)) }
        }
    }

    private static func startThread(of loop: EventLoop) throws(TransportError) -> UInt64 {
        var thread: UInt64 = 0
        // The reference that is retained here is released by the thread, exactly once.
        let context = unsafe Unmanaged.passRetained(loop).toOpaque()
        let result = unsafe wl_thread_start(
            "loop-\(loop.index)",
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue()
                    .runUntilStopped()
            },
            context,
            &thread
        )
        if result < 0 { unsafe Unmanaged<EventLoop>.fromOpaque(context).release() }
        _ = try SystemCode.check("pthread_create", result)
        return thread
    }

    /// Ends the loops after the round they are in and waits for their threads.
    ///
    /// Connections that are still open are closed. Call it from a thread that is no loop's, once no
    /// task needs the loops any more: steps of tasks that are handed to a stopped loop never run.
    public func stop() {
        let running = threads.withLock { threads in
            let running = threads
            threads = []
            return running
        }
        guard !running.isEmpty else { return }
        for loop in loops { loop.stop() }
        for thread in running { _ = wl_thread_join(thread) }
    }
}
