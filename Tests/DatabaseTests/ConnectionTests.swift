import Database
import Testing

@Suite("Statements and values")
struct ConnectionTests {
    @Test(arguments: ["", "plain", "a\u{0}b", "é\u{301}𝄞", String(repeating: "x", count: 70_000)])
    func `a text comes back with exactly its bytes`(text: String) async throws {
        let file = try Scratch().open()
        let stored = try await file.write { connection throws(DatabaseError) in
            try connection.first("SELECT ?1, length(CAST(?1 AS BLOB)), typeof(?1)", [.text(text)]) {
                ($0.text(0), $0.integer(1), $0.text(2))
            }
        }
        let (back, length, type) = try #require(stored)
        #expect(back.utf8.elementsEqual(text.utf8))
        #expect(length == Int64(text.utf8.count))
        #expect(type == "text")
    }

    @Test(arguments: [[], [0], [1, 0, 2], [UInt8](repeating: 0xff, count: 5_000)])
    func `a blob comes back with exactly its bytes, empty ones too`(bytes: [UInt8]) throws {
        let file = try Scratch().open()
        let stored = try file.read { connection throws(DatabaseError) in
            try connection.first("SELECT ?1, typeof(?1)", [.blob(bytes)]) {
                ($0.optionalBlob(0), $0.text(1))
            }
        }
        #expect(stored?.0 == bytes)
        #expect(stored?.1 == "blob")
    }

    @Test func `NULL is told apart from zero and from nothing`() throws {
        let file = try Scratch().open()
        let values: [DatabaseValue] = [
            .null, .integer(orNull: nil), .text(orNull: nil), .integer(0),
        ]
        let stored = try file.read { connection throws(DatabaseError) in
            try connection.first("SELECT ?1, ?2, ?3, ?4", values) {
                [$0.isNull(0), $0.isNull(1), $0.isNull(2), $0.isNull(3)]
            }
        }
        #expect(stored == [true, true, true, false])
    }

    @Test func `a value too few or too many is an error`() throws {
        let file = try Scratch().open()
        for values: [DatabaseValue] in [[], [.null, .null]] {
            #expect(throws: DatabaseError.self) {
                try file.read { connection throws(DatabaseError) in
                    try connection.first("SELECT ?1", values) { $0.isNull(0) }
                }
            }
        }
    }

    @Test func `a quoted word that names no column is refused, not read as a text`() throws {
        let file = try Scratch().open()
        #expect(throws: DatabaseError.self) {
            try file.read { connection throws(DatabaseError) in
                try connection.first("SELECT \"nonsense\" FROM names") { $0.text(0) }
            }
        }
    }

    @Test func `a reading connection cannot write`() throws {
        let file = try Scratch().open()
        #expect(throws: DatabaseError.readOnly) {
            try file.read { connection throws(DatabaseError) in
                try connection.execute("DELETE FROM names")
            }
        }
    }

    @Test func `a statement can run inside a run of itself`() async throws {
        let file = try Scratch().open()
        let pairs = try await file.write { connection throws(DatabaseError) in
            for name in ["a", "b", "c"] { try insert(name, in: connection) }
            return try names(connection).map { outer throws(DatabaseError) in
                try names(connection).map { outer + $0 }
            }
        }
        #expect(pairs.flatMap { $0 } == ["aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"])
        let nested = try file.read { connection throws(DatabaseError) in
            var seen = 0
            try connection.forEach("SELECT id FROM names") { _ throws(DatabaseError) in
                seen += try connection.all("SELECT id FROM names") { $0.integer(0) }.count
            }
            return seen
        }
        #expect(nested == 9)
    }

    @Test func `every connection has the settings of the design`() async throws {
        let file = try Scratch().open()
        let settings: @Sendable (Connection) throws(DatabaseError) -> [Int64] = {
            connection throws(DatabaseError) in
            [
                try connection.first("PRAGMA synchronous") { $0.integer(0) } ?? -1,
                try connection.first("PRAGMA foreign_keys") { $0.integer(0) } ?? -1,
                try connection.first("PRAGMA trusted_schema") { $0.integer(0) } ?? -1,
                try connection.first("PRAGMA busy_timeout") { $0.integer(0) } ?? -1,
            ]
        }
        #expect(try await file.write(settings) == [2, 1, 0, 5_000])
        #expect(try file.read(settings) == [2, 1, 0, 5_000])
        let mode = try file.read { connection throws(DatabaseError) in
            try connection.first("PRAGMA journal_mode") { $0.text(0) }
        }
        #expect(mode == "wal")
    }
}

private func names(_ connection: Connection) throws(DatabaseError) -> [String] {
    try connection.all("SELECT name FROM names ORDER BY name") { $0.text(0) }
}
