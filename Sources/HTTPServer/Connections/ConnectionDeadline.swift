internal import Primitives
internal import Transport

/// The one deadline that a connection has at any time.
struct ConnectionDeadline {
    /// What the connection waits for.
    enum Kind {
        case idle, head, body, handler, linger
    }

    private let loop: EventLoop
    private let limits: ServerDeadlines
    private let state: State

    private final class State {
        var kind: Kind?
        var timer: LoopTimer?
        /// When the body's head was complete, and the bytes that arrived since.
        var bodyStart = MonotonicInstant(nanoseconds: 0)
        var bodyBytes: UInt64 = 0
    }

    init(on loop: EventLoop, _ limits: ServerDeadlines) {
        self.loop = loop
        self.limits = limits
        state = State()
    }

    /// Sets what happens at the deadline; `action` may hold its owner until ``retire()``.
    ///
    /// A weak reference would make every other one to its object slower (they count in a table
    /// beside it), and there is one connection after all.
    func begin(_ action: @escaping (Kind) -> Void) {
        state.timer = LoopTimer(on: loop) { [state] in
            guard let kind = state.kind else { return }
            state.kind = nil
            action(kind)
        }
    }

    /// Waits for `kind`; while it already does, the deadline stays where it is.
    func await(_ kind: Kind) {
        guard state.kind != kind else { return }
        state.kind = kind
        if kind == .body {
            state.bodyStart = loop.now
            state.bodyBytes = 0
        }
        state.timer?.set(afterMilliseconds: milliseconds(of: kind))
    }

    /// Moves the deadline of a body by what `count` further bytes are worth.
    func bodyArrived(_ count: Int) {
        guard state.kind == .body else { return }
        state.bodyBytes += UInt64(count)
        let earned = state.bodyBytes * 1_000 / max(1, limits.bodyBytesPerSecond)
        state.timer?.set(state.bodyStart.adding(milliseconds: limits.bodyMilliseconds + earned))
    }

    /// Waits for nothing.
    func clear() {
        state.kind = nil
        state.timer?.clear()
    }

    /// Lets go of the timer for good.
    func retire() {
        state.kind = nil
        state.timer?.retire()
        state.timer = nil
    }

    private func milliseconds(of kind: Kind) -> UInt64 {
        switch kind {
        case .idle: limits.idleMilliseconds
        case .head: limits.headMilliseconds
        case .body: limits.bodyMilliseconds
        case .handler: limits.handlerMilliseconds
        case .linger: limits.lingerMilliseconds
        }
    }
}
