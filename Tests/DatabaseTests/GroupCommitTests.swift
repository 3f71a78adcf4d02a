import Database
import Testing

@Suite("Group commit")
struct GroupCommitTests {
    @Test func `a failing unit takes nothing else with it`() async throws {
        let file = try Scratch().open()
        let gate = Gate()
        async let blocker: Void = file.write { _ throws(DatabaseError) in gate.wait() }
        try await gate.untilWaiting()
        // All of these wait behind the gate, so they share one commit.
        let outcomes = await withTaskGroup(of: (Int, DatabaseError?).self) { group in
            for number in 0..<20 {
                group.addTask {
                    do throws(DatabaseError) {
                        try await file.write { connection throws(DatabaseError) in
                            _ = try insert("n\(number)", in: connection)
                            if number % 4 == 3 { throw .unexpectedValue("on purpose") }
                        }
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            await file.waitForQueue(of: 20)
            gate.open()
            return await group.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
        }
        try await blocker
        for number in 0..<20 {
            let expected: DatabaseError? = number % 4 == 3 ? .unexpectedValue("on purpose") : nil
            #expect(outcomes[number] == .some(expected))
        }
        #expect(try file.read(count) == 15)
        let counters = file.counters
        #expect(counters.failedUnits == 5)
        // One for the schema, one for the gate, one for the twenty.
        #expect(counters.commits == 3)
    }

    @Test func `a constraint is told by its kind and harms nobody else`() async throws {
        let file = try Scratch().open()
        try await file.write { connection throws(DatabaseError) in
            _ = try insert("taken", in: connection)
        }
        do {
            try await file.write { connection throws(DatabaseError) in
                try insert("fresh", in: connection)
                try insert("taken", in: connection)
            }
            Issue.record("a second row with the same name was accepted")
        } catch {
            #expect(error == .constraint(.unique, "UNIQUE constraint failed: names.name"))
        }
        await #expect(
            throws: DatabaseError.constraint(.foreignKey, "FOREIGN KEY constraint failed")
        ) {
            try await file.write { connection throws(DatabaseError) in
                try connection.execute("INSERT INTO pets (owner) VALUES (99)")
            }
        }
        await #expect(throws: DatabaseError.self) {
            try await file.write { connection throws(DatabaseError) in
                try connection.execute("INSERT INTO names (name) VALUES (x'00')")
            }
        }
        #expect(try file.read(count) == 1)
    }

    @Test func `many parallel writers share commits and lose nothing`() async throws {
        let file = try Scratch().open()
        let ids = try await withThrowingTaskGroup(of: Int64.self) { group in
            for number in 0..<400 {
                group.addTask {
                    try await file.write { connection throws(DatabaseError) in
                        try insert("n\(number)", in: connection)
                    }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(ids.count == 400)
        #expect(try file.read(count) == 400)
        let counters = file.counters
        #expect(counters.committedUnits == 401)
        #expect(counters.failedUnits == 0)
        #expect(counters.commits < 401)
    }

    @Test func `a lone unit gets a commit of its own at once`() async throws {
        let file = try Scratch().open()
        for number in 0..<5 {
            try await file.write { connection throws(DatabaseError) in
                _ = try insert("n\(number)", in: connection)
            }
            #expect(file.counters.commits == number + 2)
        }
    }

    @Test func `the queue is bounded and says so at once`() async throws {
        let file = try Scratch().open { $0.maximumWaitingUnits = 3 }
        let gate = Gate()
        async let blocker: Void = file.write { _ throws(DatabaseError) in gate.wait() }
        try await gate.untilWaiting()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<3 {
                group.addTask {
                    try await file.write { connection throws(DatabaseError) in
                        _ = try insert("n\(number)", in: connection)
                    }
                }
            }
            await file.waitForQueue(of: 3)
            await #expect(throws: DatabaseError.overloaded) {
                try await file.write { connection throws(DatabaseError) in try count(connection) }
            }
            gate.open()
            try await group.waitForAll()
        }
        try await blocker
        #expect(try file.read(count) == 3)
    }

    @Test func `a write after the close is refused, and what waited is kept`() async throws {
        let scratch = Scratch()
        let file = try scratch.open()
        try await file.write { connection throws(DatabaseError) in
            _ = try insert("kept", in: connection)
        }
        file.close()
        file.close()
        await #expect(throws: DatabaseError.closed) {
            try await file.write { connection throws(DatabaseError) in try count(connection) }
        }
        #expect(throws: DatabaseError.closed) { try file.read(count) }
        #expect(try scratch.open().read(count) == 1)
    }

    @Test func `a unit run from a thread of its own returns after its commit`() throws {
        let file = try Scratch().open()
        let id = try file.writeAndWait { connection throws(DatabaseError) in
            try insert("sync", in: connection)
        }
        #expect(id == 1)
        #expect(throws: DatabaseError.unexpectedValue("x")) {
            try file.writeAndWait { _ throws(DatabaseError) in throw .unexpectedValue("x") }
        }
    }
}
