internal import Database
private import Glibc
internal import Primitives
internal import Storage

/// The database of a running server: opened for the loops, written down to the last note.
final class ServedDatabase: Sendable {
    let store: Store
    private let log: any Log
    private let flushing: Task<Void, Never>

    /// Opens the file and brings its schema up to date.
    init(path: String, log: any Log) throws(ServerError) {
        var options = DatabaseOptions(role: .server)
        options.onFatalError = { error in
            // Nothing that was not acknowledged is lost, and only a new start can tell what the
            // disk really holds (an fsync that failed must never be retried).
            log.write(.error, "database failed", [.text("reason", error.description)])
            exit(1)
        }
        let opened: Store
        do {
            opened = try Store(
                path: path,
                options: options,
                actor: .server,
                clock: SystemWallClock()
            )
        } catch {
            throw ServerError(error.description)
        }
        store = opened
        self.log = log
        flushing = Task { await Self.flush(opened) }
    }

    /// Looks through a file that was not closed properly, without keeping anybody waiting for it.
    func checkAfterUncleanStop() {
        guard store.database.wasLeftOpen else { return }
        log.write(.warning, "the last server did not stop properly, checking the database", [])
        do {
            try store.database.checkInBackground { [log] result in Self.reportCheck(result, log) }
        } catch {
            log.write(.error, "database not checked", [.text("reason", error.description)])
        }
    }

    private static func reportCheck(_ result: Result<[String], DatabaseError>, _ log: any Log) {
        let problem: String
        switch result {
        case .success(let problems):
            guard let first = problems.first else {
                return log.write(.info, "database checked, no damage found", [])
            }
            problem = first
        case .failure(let error):
            guard error.isFatal else {
                let fields: [LogField] = [.text("reason", error.description)]
                return log.write(.error, "database not checked", fields)
            }
            problem = error.description
        }
        // As when the writer meets damage: what a damaged file answers is nothing to rely on.
        log.write(.error, "database damaged, restore a backup", [.text("reason", problem)])
        exit(1)
    }

    /// Opens the running loop's reader.
    func attachReader() {
        do {
            try store.database.attachReader()
        } catch {
            log.write(.error, "no reader for a loop", [.text("reason", error.description)])
            exit(1)
        }
    }

    /// Ends the running loop's read transaction.
    func endRound() {
        store.database.endRound()
    }

    /// Writes down what was only noted, and closes the file.
    func close() {
        flushing.cancel()
        store.close()
    }

    /// Writes calls down every second and the times of use once a minute, so that the last before a
    /// quiet time are not lost.
    private static func flush(_ store: Store) async {
        var seconds = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            store.flushCalls()
            seconds += 1
            if seconds % 60 == 0 { store.flushUses() }
        }
    }
}
