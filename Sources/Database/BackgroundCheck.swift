internal import CSQLite
internal import Glibc
internal import Primitives
internal import Synchronization

/// A reading of the whole file on a thread of its own, beside the work of the server.
///
/// Each table is read in a transaction of its own, so that the log can be started anew in between,
/// and at a lower priority than everything that somebody waits for.
final class BackgroundCheck: @unchecked Sendable {
    // @unchecked Sendable: `connection` is used by the check's thread, and closed after it has
    // ended; the interruption is made for another thread. `thread` is set before it is shared.
    private let connection: Connection
    private let isStopped = Atomic<Bool>(false)
    private var thread: pthread_t?

    init(connection: Connection) {
        self.connection = connection
    }

    /// Starts the thread; `onFinish` is called on it, unless ``stop()`` comes first.
    func start(
        _ onFinish: @escaping @Sendable (Result<[String], DatabaseError>) -> Void
    ) throws(DatabaseError) {
        thread = try startThread(named: "file-check") { [self] in
            CurrentThread.yieldToOthers(steps: 10)
            let result: Result<[String], DatabaseError>
            do throws(DatabaseError) {
                result = .success(try problems())
            } catch {
                result = .failure(error)
            }
            if !isStopped.load(ordering: .acquiring) { onFinish(result) }
        }
    }

    /// Ends the check, where it has not ended by itself, and closes its connection.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        // The connection is open until the thread has ended.
        unsafe sqlite3_interrupt(connection.handle)
        if let thread { pthread_join(thread, nil) }
        thread = nil
        connection.close()
    }

    private func problems() throws(DatabaseError) -> [String] {
        let tables = try connection.all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        ) { $0.text(0) }
        var problems: [String] = []
        for table in tables where !isStopped.load(ordering: .acquiring) {
            let found = try connection.all(
                "SELECT quick_check FROM pragma_quick_check(?1)",
                [.text(table)]
            ) { $0.text(0) }
            problems += found.filter { $0 != "ok" }
        }
        return problems
    }
}
