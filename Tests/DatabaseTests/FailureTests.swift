import Database
import Glibc
import Primitives
import Testing

@Suite("Failures", .timeLimit(.minutes(10)))
struct FailureTests {
    @Test func `a full disk fails the unit, keeps nothing of it and passes when there is room`()
        async throws
    {
        let file = try Scratch().open()
        // The most pages the file may have: SQLite says "full" beyond them, as on a full disk.
        try await limit(file, pages: 12)
        await #expect(throws: DatabaseError.full) { try await fill(file, rows: 40) }
        #expect(try file.read(count) == 0)
        try await limit(file, pages: 1_000)
        try await fill(file, rows: 40)
        #expect(try file.read(count) == 40)
        #expect(try file.integrityProblems().isEmpty)
    }

    @Test func `a full disk in a shared commit is told to every caller`() async throws {
        let file = try Scratch().open()
        try await limit(file, pages: 12)
        let gate = Gate()
        async let blocker: Void = file.write { _ throws(DatabaseError) in gate.wait() }
        try await gate.untilWaiting()
        let names = Set(["small", "large"])
        let done = await withTaskGroup(of: String?.self) { group in
            for name in names {
                group.addTask {
                    let rows = name == "large" ? 40 : 1
                    return (try? await fill(file, rows: rows, prefix: name)) == nil ? nil : name
                }
            }
            await file.waitForQueue(of: 2)
            gate.open()
            return await group.reduce(into: Set()) { if let name = $1 { $0.insert(name) } }
        }
        try await blocker
        // Whoever was told of a success has its rows, and nobody else has any.
        #expect(!done.contains("large"))
        #expect(try file.read(count) == Int64(done.count))
    }

    @Test func `a damaged file is noticed, and the writer gives up for good`() async throws {
        let scratch = Scratch()
        let first = try scratch.open()
        try await fill(first, rows: 200)
        first.close()
        try damage(scratch.path, from: 3 * 4_096)
        let told = Lock<[DatabaseError]>([])
        let box = Box(told)
        let file = try scratch.open {
            $0.onFatalError = { error in box.value.withLock { $0.append(error) } }
        }
        await #expect(throws: DatabaseError.self) { try await fill(file, rows: 1, prefix: "late") }
        do {
            try await fill(file, rows: 1, prefix: "later")
            Issue.record("a damaged file accepted a write")
        } catch {
            #expect(error.isFatal)
        }
        #expect(box.value.withLock { $0.count } == 1)
        let problems = try? file.integrityProblems()
        #expect(problems?.isEmpty != true)
    }

    @Test func `every error says what to do in one sentence without a trailing stop`() {
        let errors: [DatabaseError] = [
            .cannotOpen(path: "/x", reason: "y"), .foreignFile(path: "/x"),
            .newerSchema(found: 2, known: 1), .olderSchema(found: 1, known: 2), .busy, .full,
            .readOnly, .overloaded, .closed, .corrupt("x"), .inputOutput("x"),
            .constraint(.unique, "x"), .unexpectedValue("x"), .failed(code: 1, message: "x"),
        ]
        for error in errors {
            #expect(!error.description.isEmpty && !error.description.hasSuffix("."))
            #expect(!error.description.contains("\n"))
        }
        #expect(errors.filter(\.isFatal) == [.corrupt("x"), .inputOutput("x")])
    }

    private func limit(_ file: DatabaseFile, pages: Int) async throws {
        _ = try await file.write { connection throws(DatabaseError) in
            pages == 12
                ? try connection.first("PRAGMA max_page_count = 12") { $0.integer(0) }
                : try connection.first("PRAGMA max_page_count = 1000") { $0.integer(0) }
        }
    }

    /// Overwrites what lies behind `offset` with bytes that no page has.
    private func damage(_ path: String, from offset: Int) throws {
        var status = stat()
        try #require(unsafe stat(path, &status) == 0)
        let junk = [UInt8](repeating: 0xdb, count: Int(status.st_size) - offset)
        try #require(junk.count > 4_096)
        let descriptor = unsafe open(path, O_WRONLY)
        // The buffer lives as long as the call.
        let written = unsafe junk.withUnsafeBytes {
            unsafe pwrite(descriptor, $0.baseAddress, $0.count, offset)
        }
        close(descriptor)
        try #require(written == junk.count)
    }
}

/// A lock in a place of its own, so that a closure can keep it.
private final class Box<Value: ~Copyable & Sendable>: Sendable {
    let value: Value

    init(_ value: consuming Value) { self.value = value }
}

/// Adds rows of a kilobyte each in one unit.
private func fill(
    _ file: DatabaseFile,
    rows: Int,
    prefix: String = "r"
) async throws(DatabaseError) {
    try await file.write { connection throws(DatabaseError) in
        for number in 0..<rows {
            try connection.execute(
                "INSERT INTO names (name, note) VALUES (?1, ?2)",
                [.text("\(prefix)\(number)"), .blob([UInt8](repeating: 1, count: 1_000))]
            )
        }
    }
}
