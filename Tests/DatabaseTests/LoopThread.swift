import Glibc
import Primitives

/// Runs `body` on a thread that has a loop's number, as an event loop does, and rethrows its error.
func onLoopThread(_ body: @escaping @Sendable () throws -> Void) throws {
    let outcome = Outcome()
    let box = unsafe Unmanaged.passRetained(ThreadWork(body: body, outcome: outcome))
    var thread = pthread_t()
    // The thread takes the reference that was retained above, and is joined before it is needed
    // again.
    unsafe pthread_create(
        &thread,
        nil,
        { context in
            guard let context = unsafe context else { return nil }
            let work = unsafe Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue()
            let slot = ThreadSlotLease()
            ThreadSlot.assign(slot)
            withExtendedLifetime(slot) {
                do { try work.body() } catch { work.outcome.error.withLock { $0 = error } }
            }
            return nil
        },
        box.toOpaque()
    )
    pthread_join(thread, nil)
    if let error = outcome.error.withLock({ $0 }) { throw error }
}

private final class Outcome: Sendable {
    let error = Lock<(any Error)?>(nil)
}

private final class ThreadWork: Sendable {
    let body: @Sendable () throws -> Void
    let outcome: Outcome

    init(body: @escaping @Sendable () throws -> Void, outcome: Outcome) {
        self.body = body
        self.outcome = outcome
    }
}
