internal import Glibc
internal import Primitives

/// Starts a thread that runs `body` and takes no signals.
///
/// The main thread, or whom it appoints, handles signals; a handler that ran here could meet the
/// database in the middle of a commit.
func startThread(
    named name: String,
    _ body: @escaping @Sendable () -> Void
) throws(DatabaseError) -> pthread_t {
    let box = unsafe Unmanaged.passRetained(ThreadBody(name, body))
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
            unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
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
    private let name: String
    private let body: @Sendable () -> Void

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }

    func run() {
        CurrentThread.setName(name)
        CurrentThread.takeShortTurns(.medium)
        body()
    }
}
