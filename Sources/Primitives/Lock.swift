#if ThreadSanitizer
import Glibc

/// A value guarded by a mutual-exclusion lock.
///
/// ThreadSanitizer reports false races for `Synchronization.Mutex` on Linux, whose futex code it
/// cannot see into. Builds made with the `ThreadSanitizer` trait use this pthread twin instead.
@safe
public struct Lock<State: ~Copyable>: ~Copyable, @unchecked Sendable {
    // @unchecked Sendable: `state` is only reached between lock and unlock of `mutex`.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let state: UnsafeMutablePointer<State>

    /// Creates a lock that guards `initial`.
    public init(_ initial: consuming sending State) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: initial)
    }

    deinit {
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Runs `body` with exclusive access to the guarded value and returns its result.
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return unsafe try body(&state.pointee)
    }
}
#else
private import Synchronization

/// A value guarded by a mutual-exclusion lock.
public struct Lock<State: ~Copyable>: ~Copyable, Sendable {
    private let mutex: Mutex<State>

    /// Creates a lock that guards `initial`.
    public init(_ initial: consuming sending State) {
        mutex = Mutex(initial)
    }

    /// Runs `body` with exclusive access to the guarded value and returns its result.
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending State) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try mutex.withLock(body)
    }
}
#endif
