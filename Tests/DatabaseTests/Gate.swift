import Database
import Glibc
import Primitives

/// Holds the writer's thread inside a unit until a test has lined up what it wants to see together.
final class Gate: Sendable {
    private let state = Lock((isOpen: false, isWaiting: false))

    /// Holds the calling thread until ``open()``.
    func wait() {
        state.withLock { $0.isWaiting = true }
        while !state.withLock({ $0.isOpen }) { sched_yield() }
    }

    /// Returns once the writer stands in ``wait()``.
    func untilWaiting() async throws {
        while !state.withLock({ $0.isWaiting }) { await Task.yield() }
    }

    /// Returns once the writer stands in ``wait()``, holding the calling thread.
    func untilWaitingHere() {
        while !state.withLock({ $0.isWaiting }) { sched_yield() }
    }

    /// Lets the writer go on.
    func open() {
        state.withLock { $0.isOpen = true }
    }
}

extension DatabaseFile {
    /// Returns once `count` units wait for the writer.
    func waitForQueue(of count: Int) async {
        while waitingUnits < count { await Task.yield() }
    }
}
