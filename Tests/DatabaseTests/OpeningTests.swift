import Database
import Glibc
import Testing

@Suite("Opening and migrating")
struct OpeningTests {
    @Test func `the file and everything beside it are for their owner alone`() throws {
        let scratch = Scratch()
        let file = try scratch.open()
        for suffix in ["", "-wal", "-shm", "-checkpoint-lock", "-server-lock"] {
            var status = stat()
            try #require(unsafe stat(scratch.path + suffix, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "\(suffix)")
        }
        file.close()
    }

    @Test func `a missing folder is named`() {
        let path = "/nonexistent-folder/wayleave.db"
        #expect(throws: DatabaseError.cannotOpen(path: path, reason: "No such file or directory")) {
            try DatabaseFile(path: path, options: DatabaseOptions(role: .command))
        }
    }

    @Test func `rows survive a clean close, which leaves no log`() throws {
        let scratch = Scratch()
        let file = try scratch.open()
        try file.writeAndWait { connection throws(DatabaseError) in
            _ = try insert("kept", in: connection)
        }
        file.close()
        var status = stat()
        try #require(unsafe stat(scratch.path + "-wal", &status) == 0)
        #expect(status.st_size == 0)
        let again = try scratch.open()
        #expect(try again.read(count) == 1)
        #expect(try again.integrityProblems().isEmpty)
    }

    @Test func `migrations run once, in order, and say what they did`() throws {
        let scratch = Scratch()
        let file = try DatabaseFile(path: scratch.path, options: DatabaseOptions(role: .command))
        let first = try file.migrate(to: .example)
        #expect(first.from == 0 && first.to == 1 && first.applied == ["names"])
        let again = try file.migrate(to: .example)
        #expect(again.from == 1 && again.to == 1 && again.applied.isEmpty)
        let next = try file.migrate(to: .next)
        #expect(next.from == 1 && next.to == 2 && next.applied == ["nicknames"])
        try file.requireCurrent(.next)
    }

    @Test func `a failing migration leaves the old schema whole`() throws {
        let file = try Scratch().open()
        let broken = Schema(
            applicationID: 77,
            migrations: Schema.next.migrations + [
                Migration("broken") { connection throws(DatabaseError) in
                    try connection.executeScript("CREATE TABLE half (x TEXT) STRICT; NONSENSE;")
                }
            ]
        )
        #expect(throws: DatabaseError.self) { try file.migrate(to: broken) }
        try file.requireCurrent(.example)
        let tables = try file.read { connection throws(DatabaseError) in
            try connection.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            {
                $0.text(0)
            }
        }
        #expect(tables == ["names", "pets"])
    }

    @Test func `a newer schema is refused, an older one where it must be current`() throws {
        let file = try Scratch().open()
        #expect(throws: DatabaseError.olderSchema(found: 1, known: 2)) {
            try file.requireCurrent(.next)
        }
        try file.migrate(to: .next)
        #expect(throws: DatabaseError.newerSchema(found: 2, known: 1)) {
            try file.migrate(to: .example)
        }
        #expect("\(DatabaseError.newerSchema(found: 2, known: 1))".contains("install that release"))
    }

    @Test func `another program's database is refused untouched`() throws {
        let scratch = Scratch()
        let file = try scratch.open()
        let ours = Schema(applicationID: 78, migrations: Schema.next.migrations)
        #expect(throws: DatabaseError.foreignFile(path: scratch.path)) {
            try file.migrate(to: ours)
        }
        try file.requireCurrent(.example)
    }

    @Test(arguments: ["this is no database, only a text longer than a header", "short"])
    func `a file that is no database is refused`(text: String) throws {
        let scratch = Scratch()
        let content = Array(String(repeating: text, count: 100).utf8)
        let descriptor = unsafe open(scratch.path, O_CREAT | O_WRONLY, 0o600)
        unsafe content.withUnsafeBytes { _ = unsafe write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        #expect(throws: DatabaseError.corrupt("file is not a database")) { try scratch.open() }
    }

    @Test func `the engine's version is known`() {
        #expect(DatabaseFile.engineVersion.hasPrefix("3."))
    }
}

extension Schema {
    /// The schema one release later.
    fileprivate static let next = Schema(
        applicationID: 77,
        migrations: Schema.example.migrations + [
            Migration("nicknames") { connection throws(DatabaseError) in
                try connection.executeScript("ALTER TABLE names ADD COLUMN nickname TEXT;")
            }
        ]
    )
}
