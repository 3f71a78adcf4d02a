internal import Glibc

/// A mutual-exclusion lock with a condition, for threads that wait for each other.
///
/// `Primitives.Lock` has no condition, and hands its state out only to closures whose results may
/// cross threads.
@safe
final class Signal: @unchecked Sendable {
    // @unchecked Sendable: both are made for use from any thread, and freed when none has a
    // reference.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe condition = .allocate(capacity: 1)
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe condition.deallocate()
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Runs `body` with the lock held.
    func locked<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// Waits for ``notify()``; only inside ``locked(_:)``, and in a loop that looks at the reason.
    func wait() {
        unsafe pthread_cond_wait(condition, mutex)
    }

    /// Wakes every thread that waits.
    func notify() {
        unsafe pthread_cond_broadcast(condition)
    }
}
