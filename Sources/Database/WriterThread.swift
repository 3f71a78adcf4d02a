internal import Glibc

/// Starts a thread that runs `body` and takes no signals.
///
/// The main thread, or whom it appoints, handles signals; a handler that ran here could meet the
/// database in the middle of a commit.
func startThread(_ body: @escaping @Sendable () -> Void) throws(DatabaseError) -> pthread_t {
    let box = unsafe Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    // The new thread takes the one reference that was retained above.
    let code = unsafe pthread_create(
        &thread,
        nil,
        { context in
            var signals = sigset_t()
            unsafe sigfillset(&signals)
            unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
            guard let context = unsafe context else { return nil }
            unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
            return nil
        },
        box.toOpaque()
    )
    guard code == 0 else {
        unsafe box.release()
        throw .failed(code: Int(code), message: "no thread for the writer: \(systemMessage(code))")
    }
    return thread
}

/// A closure as an object, so that C can carry it.
private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}
