private import Glibc
private import Primitives
private import Synchronization

/// A few threads that take jobs from one bounded queue, first come first served.
///
/// Threads of their own and not tasks: the cooperative pool has as many threads as the machine has
/// cores, and a job here holds one for long.
@safe
final class WorkerPool: @unchecked Sendable {
    // @unchecked Sendable: everything mutable is only touched while `mutex` is held.

    /// A piece of work; exactly one of its closures is called, once.
    struct Job: Sendable {
        let id: UInt64
        let run: @Sendable () -> Void
        let abandon: @Sendable () -> Void
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private let queueLimit: Int
    private var waiting: [Job] = []
    private var idleWorkers: Int
    private var isClosed = false
    private let nextID = Atomic<UInt64>(0)

    /// Starts `workers` threads, before which up to `queueLimit` jobs may wait.
    init(workers: Int, queueLimit: Int) {
        precondition(workers > 0 && queueLimit >= 0, "The configuration checks both.")
        self.queueLimit = queueLimit
        idleWorkers = workers
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe changed = .allocate(capacity: 1)
        unsafe changed.initialize(to: pthread_cond_t())
        // Both are fresh memory of their type, and stay where they are until `deinit`.
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
        for _ in 0..<workers { startThread() }
    }

    deinit {
        // Each thread holds a reference until it ends, so none waits on these any more.
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Returns a number that no other job of this pool has.
    func makeID() -> UInt64 {
        nextID.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Queues `job`, or returns `false` where the queue is full.
    func submit(_ job: Job) -> Bool {
        locked {
            guard !isClosed, waiting.count < queueLimit + idleWorkers else { return false }
            waiting.append(job)
            unsafe pthread_cond_signal(changed)
            return true
        }
    }

    /// Takes the job `id` out of the queue and abandons it; does nothing where it has begun.
    func cancel(_ id: UInt64) {
        let job = locked { () -> Job? in
            waiting.firstIndex { $0.id == id }.map { waiting.remove(at: $0) }
        }
        job?.abandon()
    }

    /// Abandons all waiting jobs and lets the threads end once they are done.
    func close() {
        let abandoned = locked {
            isClosed = true
            unsafe pthread_cond_broadcast(changed)
            defer { waiting = [] }
            return waiting
        }
        for job in abandoned { job.abandon() }
    }

    private func work() {
        while let job = takeJob() {
            job.run()
            locked { idleWorkers += 1 }
        }
    }

    private func takeJob() -> Job? {
        locked {
            while waiting.isEmpty && !isClosed { unsafe pthread_cond_wait(changed, mutex) }
            guard !waiting.isEmpty else { return nil }
            idleWorkers -= 1
            return waiting.removeFirst()
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    private func startThread() {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(&thread, nil, workerPoolThread, context)
        guard status == 0 else { fatalError("No thread for password hashing (errno \(status)).") }
        pthread_detach(thread)
    }

    /// Runs on a new thread until the pool is closed.
    fileprivate func runThread() {
        // Signals are the server's business: none may interrupt a thread that does not know of
        // them.
        var signals = sigset_t()
        unsafe sigfillset(&signals)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        CurrentThread.setName("passwords")
        CurrentThread.yieldToOthers(steps: 15)
        CurrentThread.takeShortTurns(.medium)
        work()
    }
}

private func workerPoolThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    // `startThread` passed exactly one retained pool.
    unsafe Unmanaged<WorkerPool>.fromOpaque(context).takeRetainedValue().runThread()
    return nil
}
