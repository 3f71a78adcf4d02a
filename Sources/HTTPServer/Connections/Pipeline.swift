/// The task that serves a connection's requests, and who waits for what in it.
@safe
struct Pipeline {
    /// Whether the client has ended its side.
    var didClientEnd = false
    var task: Task<Void, Never>?
    private var next: ServedRequest?
    // Resumed exactly once, by `put` or `end`, each of which forgets it first.
    private var server: UnsafeContinuation<ServedRequest?, Never>?
    private var writers: [CheckedContinuation<Void, any Error>] = []
    private var hasEnded = false

    /// Hands a request to the task.
    ///
    /// - Returns: Whether there is no task yet that could take it.
    mutating func put(_ request: ServedRequest) -> Bool {
        if let server = unsafe server {
            unsafe self.server = nil
            unsafe server.resume(returning: request)
            return false
        }
        next = request
        return task == nil
    }

    /// The request that waits, if one does.
    mutating func takeNext() -> ServedRequest? {
        next.take()
    }

    /// Keeps the continuation of the task that has nothing to do, or ends it when nothing will
    /// come.
    mutating func park(_ continuation: UnsafeContinuation<ServedRequest?, Never>) {
        guard !hasEnded else { return unsafe continuation.resume(returning: nil) }
        unsafe server = continuation
    }

    /// Keeps the continuation of a writer until there is room.
    mutating func park(writer continuation: CheckedContinuation<Void, any Error>) {
        writers.append(continuation)
    }

    /// Lets all writers go on, or fail with `error`.
    mutating func resumeWriters(throwing error: (any Error)?) {
        let waiting = writers
        writers = []
        for writer in waiting {
            if let error {
                writer.resume(throwing: error)
            } else {
                writer.resume()
            }
        }
    }

    /// Ends the task once it has nothing to do, since no request will come.
    mutating func end() {
        hasEnded = true
        if let server = unsafe server {
            unsafe self.server = nil
            unsafe server.resume(returning: nil)
        }
    }
}
