import Primitives
import TestSupport
import Testing

@testable import Cryptography

@Suite("The pool behind password hashing", .timeLimit(.minutes(10)))
struct WorkerPoolTests {
    /// A random source that holds every caller until it is opened, and says when one has come.
    private final class Gate: RandomSource {
        private let state = Lock<(isOpen: Bool, arrivals: Int)>((true, 0))

        var arrivals: Int { state.withLock { $0.arrivals } }

        func set(isOpen: Bool) { state.withLock { $0 = (isOpen, 0) } }

        func bytes(_ count: Int) -> [UInt8] {
            state.withLock { $0.arrivals += 1 }
            while !state.withLock({ $0.isOpen }) {}
            return [UInt8](repeating: 1, count: count)
        }
    }

    private func blockedHasher(queueLimit: Int) throws -> (PasswordHasher, Gate) {
        let gate = Gate()
        let parameters = PasswordParameters(log2Cost: 1, blockSize: 8, parallelism: 1)
        let hasher = PasswordHasher(
            workers: 1,
            queueLimit: queueLimit,
            parameters: try #require(parameters),
            random: gate
        )
        gate.set(isOpen: false)
        return (hasher, gate)
    }

    private func waitForArrival(at gate: Gate) async {
        while gate.arrivals == 0 { await Task.yield() }
    }

    @Test func `what does not fit in the queue is refused at once`() async throws {
        let (hasher, gate) = try blockedHasher(queueLimit: 0)
        let running = Task { try await hasher.hash(SecretText("first")) }
        await waitForArrival(at: gate)
        await #expect(throws: PasswordHasherError.overloaded) {
            try await hasher.hash(SecretText("second"))
        }
        gate.set(isOpen: true)
        _ = try await running.value
        // The worker answers a moment before it is free for the next.
        var third: PasswordHash?
        while third == nil {
            third = try? await hasher.hash(SecretText("third"))
            await Task.yield()
        }
    }

    @Test func `a cancelled call leaves the queue before its work begins`() async throws {
        let (hasher, gate) = try blockedHasher(queueLimit: 1)
        let running = Task { try await hasher.hash(SecretText("first")) }
        await waitForArrival(at: gate)
        let waiting = Task { try await hasher.verify(SecretText("second"), against: nil) }
        waiting.cancel()
        await #expect(throws: PasswordHasherError.cancelled) { try await waiting.value }
        gate.set(isOpen: true)
        _ = try await running.value
    }

    @Test func `a task cancelled before it asks does no work`() async throws {
        let (hasher, gate) = try blockedHasher(queueLimit: 1)
        let running = Task { try await hasher.hash(SecretText("first")) }
        await waitForArrival(at: gate)
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await hasher.verify(SecretText("late"), against: nil)
        }
        await #expect(throws: PasswordHasherError.cancelled) { try await task.value }
        gate.set(isOpen: true)
        _ = try await running.value
    }

    @Test func `closing abandons what waits and refuses what comes later`() {
        let pool = WorkerPool(workers: 1, queueLimit: 1)
        let outcomes = Lock<[String]>([])
        pool.close()
        let isTaken = pool.submit(
            WorkerPool.Job(
                id: pool.makeID(),
                run: { outcomes.withLock { $0.append("ran") } },
                abandon: { outcomes.withLock { $0.append("abandoned") } }
            )
        )
        #expect(!isTaken)
        #expect(outcomes.withLock { $0 }.isEmpty)
    }
}
