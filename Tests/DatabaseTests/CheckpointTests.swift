import Database
import Glibc
import Testing

@Suite("Checkpoint rule", .timeLimit(.minutes(10)))
struct CheckpointTests {
    @Test func `the server copies the log when it has grown, so the log stays small`() throws {
        let scratch = Scratch()
        let file = try scratch.open { $0.checkpointThresholdInPages = 20 }
        for number in 0..<300 { try file.insertPage(number) }
        #expect(file.counters.checkpoints >= 10)
        #expect(scratch.logBytes < 60 * 4_120)
        #expect(try file.read(count) == 300)
    }

    @Test func `a command leaves the log to the server that runs, and copies it when alone`() throws
    {
        let scratch = Scratch()
        let server = try scratch.open()
        let command = try scratch.open(.command) { $0.checkpointThresholdInPages = 5 }
        for number in 0..<50 { try command.insertPage(number) }
        #expect(command.counters.checkpoints == 0)
        command.close()
        #expect(scratch.logBytes > 0)
        server.close()
        #expect(scratch.logBytes == 0)
        let alone = try scratch.open(.command)
        try alone.insertPage(50)
        #expect(scratch.logBytes > 0)
        alone.close()
        #expect(scratch.logBytes == 0)
        #expect(try scratch.open(.command).read(count) == 51)
    }

    @Test func `no commit begins while another process checkpoints`() async throws {
        let scratch = Scratch()
        let file = try scratch.open { $0.busyTimeInMilliseconds = 20 }
        let lock = try LockHolder(scratch.path + "-checkpoint-lock")
        #expect(lock.acquire(LOCK_EX))
        await #expect(throws: DatabaseError.busy) {
            try await file.write { connection throws(DatabaseError) in
                _ = try insert("late", in: connection)
            }
        }
        // Reading goes on.
        #expect(try file.read(count) == 0)
        lock.release()
        try file.insertPage(1)
        #expect(try file.read(count) == 1)
    }

    @Test func `no checkpoint begins while another process commits`() throws {
        let scratch = Scratch()
        let file = try scratch.open { $0.checkpointThresholdInPages = 20 }
        let lock = try LockHolder(scratch.path + "-checkpoint-lock")
        #expect(lock.acquire(LOCK_SH))
        for number in 0..<35 { try file.insertPage(number) }
        #expect(file.counters.checkpoints == 0)
        lock.release()
        // A log that has grown so far is tried again only when it has grown further.
        for number in 35..<50 { try file.insertPage(number) }
        #expect(file.counters.checkpoints >= 1)
    }

    @Test func `the lock is held only while something is committed`() throws {
        let scratch = Scratch()
        let file = try scratch.open()
        try file.insertPage(1)
        let lock = try LockHolder(scratch.path + "-checkpoint-lock")
        let gate = Gate()
        file.writeLater { _ throws(DatabaseError) in gate.wait() }
        gate.untilWaitingHere()
        #expect(!lock.acquire(LOCK_EX))
        gate.open()
        try file.insertPage(2)
        #expect(lock.acquire(LOCK_EX))
        lock.release()
    }

    @Test func `a reader that stays delays the reuse of the log, not the commits`() throws {
        let scratch = Scratch()
        let file = try scratch.open { $0.checkpointThresholdInPages = 20 }
        let other = try scratch.open(.command)
        try onLoopThread {
            #expect(try other.read(count) == 0)
            for number in 0..<200 { try file.insertPage(number) }
            #expect(try other.read(count) == 0)
            #expect(try file.read(count) == 200)
            other.endRound()
            file.endRound()
        }
        let before = file.counters.checkpoints
        for number in 200..<300 { try file.insertPage(number) }
        #expect(file.counters.checkpoints > before)
        #expect(try file.read(count) == 300)
        #expect(try file.integrityProblems().isEmpty)
        other.close()
    }

    @Test func `three openings of one file, with checkpoints all the time, lose nothing`()
        async throws
    {
        let scratch = Scratch()
        let files = [
            try scratch.open { $0.checkpointThresholdInPages = 10 },
            try scratch.open { $0.checkpointThresholdInPages = 10 },
            try scratch.open(.command),
        ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, file) in files.enumerated() {
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<60 {
                            try await file.write { connection throws(DatabaseError) in
                                _ = try insert("\(index)-\(writer)-\(number)", in: connection)
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        for file in files { #expect(try file.read(count) == 720) }
        #expect(try files[0].integrityProblems().isEmpty)
        #expect(files[0].counters.checkpoints + files[1].counters.checkpoints > 0)
        for file in files { file.close() }
        #expect(scratch.logBytes == 0)
        #expect(try scratch.open().read(count) == 720)
    }
}

extension DatabaseFile {
    /// Adds one row that fills most of a page, and waits for its commit.
    fileprivate func insertPage(_ number: Int) throws {
        try writeAndWait { connection throws(DatabaseError) in
            _ = try connection.execute(
                "INSERT INTO names (name, note) VALUES (?1, ?2)",
                [.text("p\(number)"), .blob([UInt8](repeating: 0x70, count: 3_000))]
            )
        }
    }
}

extension Scratch {
    /// The size of the write-ahead log, in bytes.
    fileprivate var logBytes: Int {
        var status = stat()
        return unsafe stat(path + "-wal", &status) == 0 ? Int(status.st_size) : -1
    }
}

/// Holds the advisory lock as another process would.
private final class LockHolder {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = unsafe Glibc.open(path, O_RDWR)
        try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    /// Takes the lock unless that needs waiting.
    func acquire(_ mode: Int32) -> Bool { flock(descriptor, mode | LOCK_NB) == 0 }

    /// Gives the lock up.
    func release() { _ = flock(descriptor, LOCK_UN) }
}
