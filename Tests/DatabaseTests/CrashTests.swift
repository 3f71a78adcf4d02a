import Database
import Glibc
import Primitives
import Testing

@Suite("Processes that die", .timeLimit(.minutes(10)))
struct CrashTests {
    @Test(arguments: [1, 40, 333])
    func `what a server acknowledged before it was killed is there`(acknowledgements: Int)
        async throws
    {
        let scratch = Scratch()
        let path = scratch.path
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, acknowledgements = acknowledgements as Int] in
            try await writeUntilKilled(path, acknowledgements, role: .server)
        }
        let acknowledged = try Journal(path).names
        #expect(acknowledged.count >= acknowledgements)
        let file = try scratch.open()
        #expect(try file.missing(from: acknowledged) == [])
        #expect(try file.integrityProblems().isEmpty)
        try await file.write { connection throws(DatabaseError) in
            _ = try insert("after", in: connection)
        }
        Journal.remove(path)
    }

    @Test func `a command killed beside a busy server leaves no lock and no damage`() async throws {
        let scratch = Scratch()
        let path = scratch.path
        let server = try scratch.open { $0.checkpointThresholdInPages = 20 }
        let isDone = Lock(false)
        let flag = Flag(isDone)
        async let written: Int = keepWriting(server, until: flag)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            try await writeUntilKilled(path, 60, role: .command)
        }
        flag.value.withLock { $0 = true }
        let count = try await written
        let acknowledged = try Journal(path).names
        #expect(acknowledged.count >= 60)
        #expect(try server.missing(from: acknowledged) == [])
        #expect(try server.missing(from: (0..<count).map { "server-\($0)" }) == [])
        #expect(try server.integrityProblems().isEmpty)
        Journal.remove(path)
    }
}

/// The life of the child: four writers, each acknowledgement noted beside the database, then the
/// end.
private func writeUntilKilled(
    _ path: String,
    _ acknowledgements: Int,
    role: DatabaseOptions.Role
) async throws {
    var options = DatabaseOptions(role: role)
    options.checkpointThresholdInPages = 16
    let file = try DatabaseFile(path: path, options: options)
    try file.migrate(to: .example)
    let journal = try Journal(creating: path)
    try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
            group.addTask {
                for number in 0... {
                    let name = "\(getpid())-\(writer)-\(number)"
                    try await file.write { connection throws(DatabaseError) in
                        _ = try insert(name, in: connection)
                    }
                    if journal.note(name) >= acknowledgements { kill(getpid(), SIGKILL) }
                }
            }
        }
        try await group.waitForAll()
    }
}

/// Writes one row after the other; returns how many.
private func keepWriting(_ file: DatabaseFile, until flag: Flag) async throws -> Int {
    var count = 0
    while !flag.value.withLock({ $0 }) {
        let name = "server-\(count)"
        try await file.write { connection throws(DatabaseError) in
            _ = try insert(name, in: connection)
        }
        count += 1
    }
    return count
}

private final class Flag: Sendable {
    let value: Lock<Bool>

    init(_ value: consuming Lock<Bool>) { self.value = value }
}

extension DatabaseFile {
    /// Those of `names` that no row has.
    fileprivate func missing(from names: [String]) throws -> [String] {
        let stored = try read { connection throws(DatabaseError) in
            try connection.all("SELECT name FROM names") { $0.text(0) }
        }
        return Array(Set(names).subtracting(stored))
    }
}

/// The names that the child was told are stored, one a line in a file beside the database.
private final class Journal: Sendable {
    private let descriptor: Int32
    private let count = Lock(0)

    /// Begins the journal, in the child.
    init(creating path: String) throws {
        descriptor = unsafe open(path + "-journal-of-test", O_CREAT | O_WRONLY | O_APPEND, 0o600)
    }

    /// Opens the journal that a child left.
    init(_ path: String) throws {
        descriptor = unsafe open(path + "-journal-of-test", O_RDONLY)
        try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    /// Adds a line in one write; returns how many there are.
    func note(_ name: String) -> Int {
        let line = Array((name + "\n").utf8)
        // The buffer lives as long as the call.
        _ = unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        return count.withLock { count in
            count += 1
            return count
        }
    }

    /// The whole lines.
    var names: [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // The buffer lives as long as the call.
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    }

    static func remove(_ path: String) {
        unsafe unlink(path + "-journal-of-test")
    }
}
