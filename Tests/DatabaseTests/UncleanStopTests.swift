import Database
import Glibc
import Primitives
import Testing

@Suite("After an unclean stop", .timeLimit(.minutes(10)))
struct UncleanStopTests {
    @Test func `a server that was killed is told apart from one that closed`() async throws {
        let scratch = Scratch()
        let first = try scratch.open()
        #expect(!first.wasLeftOpen)
        first.close()
        let second = try scratch.open()
        #expect(!second.wasLeftOpen)
        second.close()
        try await killAServer(at: scratch.path)
        let third = try scratch.open()
        #expect(third.wasLeftOpen)
        // Neither a server beside a running one nor a command has anything to say about the past.
        #expect(try !scratch.open().wasLeftOpen)
        #expect(try !scratch.open(.command).wasLeftOpen)
        let findings = await third.checked()
        #expect(try findings.get() == [])
    }

    @Test func `a damaged page that nobody has read yet is found`() async throws {
        let scratch = Scratch()
        let file = try scratch.open()
        for number in 0..<2_000 {
            file.writeLater { connection throws(DatabaseError) in
                _ = try insert("\(number)-\(String(repeating: "x", count: 100))", in: connection)
            }
        }
        file.close()
        // The last page but two, which the first look at the file does not touch.
        let descriptor = unsafe open(scratch.path, O_RDWR)
        let size = lseek(descriptor, 0, SEEK_END)
        let noise = [UInt8](repeating: 0xa5, count: 2_048)
        unsafe noise.withUnsafeBytes {
            _ = unsafe pwrite(descriptor, $0.baseAddress, $0.count, size - 3 * 4_096)
        }
        close(descriptor)
        let again = try DatabaseFile(path: scratch.path, options: DatabaseOptions(role: .server))
        let findings = await again.checked()
        let isDamaged: Bool
        switch findings {
        case .success(let problems): isDamaged = !problems.isEmpty
        case .failure(let error): isDamaged = error.isFatal
        }
        #expect(isDamaged, "\(findings)")
        again.close()
    }

    @Test func `closing gives a running check up`() async throws {
        let scratch = Scratch()
        let file = try scratch.open()
        try file.checkInBackground { _ in }
        file.close()
        #expect(throws: DatabaseError.closed) { try file.read(count) }
    }

    /// Leaves the file at `path` as a server does that is killed.
    private func killAServer(at path: String) async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let file = try DatabaseFile(path: path, options: DatabaseOptions(role: .server))
            try file.writeAndWait { connection throws(DatabaseError) in
                _ = try insert("last", in: connection)
            }
            kill(getpid(), SIGKILL)
        }
    }
}

extension DatabaseFile {
    /// What a check in the background finds.
    fileprivate func checked() async -> Result<[String], DatabaseError> {
        await withCheckedContinuation { continuation in
            do throws(DatabaseError) {
                try checkInBackground { continuation.resume(returning: $0) }
            } catch {
                continuation.resume(returning: .failure(error))
            }
        }
    }
}
