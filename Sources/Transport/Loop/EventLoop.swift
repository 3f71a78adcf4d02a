private import CLinux
public import Primitives

/// One thread with one epoll set, which is also the executor of the tasks that belong to it.
///
/// A round is: wait for events; take the work that other threads left, once; read all sockets that
/// are ready; run due timers and then jobs until none is left; send what was queued; call the hook
/// for the end of the round. Work that other threads hand over while a round runs waits for the
/// next one, so that whatever it follows from had happened before that round's bytes were read.
@safe
public final class EventLoop: TaskExecutor, @unchecked Sendable {
    // @unchecked Sendable: `mailbox` is a lock; every other mutable property is touched only by the
    // loop's own thread, or before it starts.

    /// The number of the loop in its group, from 0.
    public let index: Int
    /// The time at which this round's events arrived, or a round's later stage began.
    public private(set) var now = MonotonicInstant.now()

    private let identity: UInt64
    private let slot = ThreadSlotLease()
    private let epoll: Descriptor
    private let wakeup: Descriptor
    private let hooks: LoopHooks
    private let mailbox = Lock(Mailbox())
    private var state = LoopState()
    let buffers = LoopBuffers()
    var timers = TimerHeap()

    init(index: Int, identity: UInt64, hooks: LoopHooks) throws(TransportError) {
        self.index = index
        self.identity = identity
        self.hooks = hooks
        epoll = Descriptor(owning: try SystemCode.check("epoll_create", wl_epoll_create()))
        wakeup = Descriptor(owning: try SystemCode.check("eventfd", wl_eventfd()))
        // Edge-triggered, so that the counter never has to be read back.
        let events: Readiness = [.readable, .onChange]
        let added = wl_epoll_add(epoll.number, wakeup.number, events.rawValue, Self.wakeupTag)
        _ = try SystemCode.check("epoll_ctl", added)
    }

    private static let wakeupTag = UInt64.max
    /// Jobs that one round runs before it looks at the sockets again.
    private static let jobsPerRound = 4_096

    /// Whether the calling thread is this loop's.
    public var isCurrent: Bool { wl_current_loop() == identity }

    /// Takes a step of a task whose preferred executor this is; callable from any thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    /// Runs `function` on the loop's thread, in order; callable from any thread.
    public func execute(_ function: @escaping @Sendable () -> Void) {
        add(.function(function))
    }

    /// Lets `worker` do its work in this round, once all sockets that are ready have been read.
    ///
    /// Call it on the loop's thread.
    public func workLater(_ worker: any LoopWorker) {
        state.jobs.append(.worker(worker))
    }

    /// Runs `body` on the loop's thread and returns what it returns.
    ///
    /// Cancelling the caller does not stop it. `body` must not block: every connection of the loop
    /// waits meanwhile.
    ///
    /// - Parameter body: What to run.
    /// - Returns: The result of `body`.
    /// - Throws: What `body` throws.
    public func run<Success: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Success
    ) async throws(Failure) -> Success {
        let result: Result<Success, Failure> = await withCheckedContinuation { continuation in
            execute {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private func add(_ work: LoopWork) {
        if isCurrent {
            state.jobs.append(work)
            return
        }
        let mustWake = mailbox.withLock { mailbox in
            mailbox.work.append(work)
            defer { mailbox.isAnnounced = true }
            return !mailbox.isAnnounced
        }
        if mustWake { _ = wl_eventfd_add(wakeup.number) }
    }
}

// The thread's own part.
extension EventLoop {
    /// The body of the loop's thread.
    func runUntilStopped() {
        ThreadSlot.assign(slot)
        wl_set_current_loop(identity)
        CurrentThread.takeShortTurns()
        hooks.onThreadStart(index)
        while !state.isStopping { runRound() }
        for handler in state.registrations.handlers { handler.loopStopped() }
        runJobs()
        hooks.onRoundEnd(index)
    }

    /// Ends the thread after the round that runs.
    func stop() {
        execute { self.state.isStopping = true }
    }

    private func runRound() {
        let count = buffers.wait(epoll, milliseconds: waitingTime())
        now = .now()
        takeMail()
        readAgain()
        for position in 0..<count {
            let (tag, readiness) = buffers.event(position)
            state.registrations.handler(for: tag)?.ready(readiness)
        }
        while let action = timers.takeDue(at: now) { action() }
        runJobs()
        hooks.onAnswersReady(index)
        flush()
        hooks.onRoundEnd(index)
    }

    private func waitingTime() -> Int32 {
        if !state.jobs.isEmpty || !state.unread.isEmpty || !state.unsent.isEmpty { return 0 }
        guard let earliest = timers.earliest else { return -1 }
        let present = MonotonicInstant.now()
        guard earliest > present else { return 0 }
        // Rounded up: waking before the deadline would only turn the loop once more.
        let milliseconds = (earliest.nanoseconds - present.nanoseconds + 999_999) / 1_000_000
        return Int32(min(milliseconds, 60_000))
    }

    private func takeMail() {
        var taken: [LoopWork] = []
        mailbox.withLock { mailbox in
            swap(&mailbox.work, &taken)
            mailbox.isAnnounced = false
        }
        if !taken.isEmpty { state.jobs.append(contentsOf: taken) }
    }

    private func readAgain() {
        guard !state.unread.isEmpty else { return }
        var streams: [ByteStream] = []
        swap(&state.unread, &streams)
        for stream in streams { stream.ready(.readable) }
    }

    private func runJobs() {
        // The unowned reference is used while `self` is.
        let executor = unsafe asUnownedTaskExecutor()
        for _ in 0..<Self.jobsPerRound {
            switch state.jobs.takeFirst() {
            case nil: return
            case .job(let job): unsafe job.runSynchronously(on: executor)
            case .function(let function): function()
            case .worker(let worker): worker.work()
            }
        }
    }

    private func flush() {
        var position = 0
        while position < state.unsent.count {
            let stream = state.unsent[position]
            stream.flush()
            position += 1
        }
        state.unsent.removeAll(keepingCapacity: position <= 1_024)
    }

    /// Watches `descriptor` until ``unregister(_:)``.
    func register(
        _ handler: any ReadinessHandler,
        for descriptor: borrowing Descriptor,
        _ events: Readiness
    ) throws(TransportError) {
        let tag = state.registrations.add(handler, for: descriptor.number)
        let result = wl_epoll_add(epoll.number, descriptor.number, events.rawValue, tag)
        if result < 0 { state.registrations.remove(descriptor.number) }
        _ = try SystemCode.check("epoll_ctl", result)
    }

    /// Forgets `descriptor`, which must still be open.
    func unregister(_ descriptor: borrowing Descriptor) {
        state.registrations.remove(descriptor.number)
        _ = wl_epoll_remove(epoll.number, descriptor.number)
    }

    /// Calls `stream.flush()` before the round ends.
    func sendLater(_ stream: ByteStream) {
        state.unsent.append(stream)
    }

    /// Reads `stream` again in the next round, which comes at once.
    func readLater(_ stream: ByteStream) {
        state.unread.append(stream)
    }
}

/// What a group does on its loops' threads.
struct LoopHooks: Sendable {
    let onThreadStart: @Sendable (Int) -> Void
    let onAnswersReady: @Sendable (Int) -> Void
    let onRoundEnd: @Sendable (Int) -> Void
}

/// What only the loop's thread touches.
private struct LoopState {
    var jobs = JobQueue()
    var registrations = RegistrationTable()
    var unread: [ByteStream] = []
    var unsent: [ByteStream] = []
    var isStopping = false
}
