/// Who works on the request of a connection, and who waits for what in it.
struct Pipeline {
    /// Whether the client has ended its side.
    var didClientEnd = false
    /// The task that serves the request, where one does.
    var task: RequestTask?
    private var writers: [CheckedContinuation<Void, any Error>] = []

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
}
