import Database
import Primitives
import Testing

@Suite("Reads")
struct ReadTests {
    @Test func `a loop reads one state for a whole round and its own writes at once`() throws {
        let scratch = Scratch()
        let file = try scratch.open()
        let other = try scratch.open(.command)
        try onLoopThread {
            try file.attachReader()
            #expect(try file.read(count) == 0)
            // Another process's commit waits for the next round.
            try other.writeAndWait { connection throws(DatabaseError) in
                _ = try insert("theirs", in: connection)
            }
            #expect(try file.read(count) == 0)
            file.endRound()
            #expect(try file.read(count) == 1)
            // This process's own does not.
            try file.writeAndWait { connection throws(DatabaseError) in
                _ = try insert("ours", in: connection)
            }
            #expect(try file.read(count) == 2)
            file.endRound()
            file.endRound()
        }
        file.close()
        other.close()
    }

    @Test func `other threads read what was last committed`() async throws {
        let file = try Scratch().open()
        for number in 0..<50 {
            try await file.write { connection throws(DatabaseError) in
                _ = try insert("n\(number)", in: connection)
            }
            #expect(try file.read(count) == Int64(number + 1))
        }
    }

    @Test func `an error inside a read leaves the next one unharmed`() throws {
        let file = try Scratch().open()
        #expect(throws: DatabaseError.unexpectedValue("x")) {
            try file.read { _ throws(DatabaseError) in throw .unexpectedValue("x") }
        }
        #expect(try file.read(count) == 0)
    }
}
