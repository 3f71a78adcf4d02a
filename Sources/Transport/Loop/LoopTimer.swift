public import Primitives

/// A deadline on an event loop that can be moved cheaply.
///
/// Moving a deadline later, which is what a connection does with every request, is one store; the
/// loop notices when the earlier time comes. Use it on its loop's thread only.
public final class LoopTimer {
    private unowned let loop: EventLoop
    fileprivate let action: () -> Void
    /// When the action is due; `nil` while nothing is.
    fileprivate(set) var deadline: MonotonicInstant?
    /// The time by which the heap orders this timer; never after `deadline`.
    fileprivate var filedFor = MonotonicInstant(nanoseconds: 0)
    /// The place in the heap, -1 outside it.
    fileprivate var position = -1

    /// Creates a timer without a deadline.
    ///
    /// - Parameters:
    ///   - loop: The loop on whose thread the action runs.
    ///   - action: What to do at the deadline; hold the timer's owner weakly in it.
    public init(on loop: EventLoop, action: @escaping () -> Void) {
        self.loop = loop
        self.action = action
    }

    /// Sets the deadline, replacing the one before.
    public func set(_ deadline: MonotonicInstant) {
        self.deadline = deadline
        if position < 0 || deadline < filedFor { loop.timers.file(self, for: deadline) }
    }

    /// Sets the deadline `milliseconds` after the loop's present time.
    public func set(afterMilliseconds milliseconds: UInt64) {
        set(loop.now.adding(milliseconds: milliseconds))
    }

    /// Takes the deadline back; the action does not run until ``set(_:)`` is called again.
    public func clear() {
        deadline = nil
    }

    /// Takes the deadline back and lets go of the timer at once; call it when the owner ends.
    public func retire() {
        deadline = nil
        loop.timers.remove(self)
    }
}

/// The timers of one loop: a binary heap in which every timer knows its place.
struct TimerHeap {
    private var timers: [LoopTimer] = []

    /// When the loop has to look here next.
    var earliest: MonotonicInstant? { timers.first?.filedFor }

    mutating func file(_ timer: LoopTimer, for time: MonotonicInstant) {
        timer.filedFor = time
        if timer.position < 0 {
            timer.position = timers.count
            timers.append(timer)
        }
        siftUp(timer.position)
    }

    mutating func remove(_ timer: LoopTimer) {
        guard timer.position >= 0 else { return }
        let hole = timer.position
        timer.position = -1
        let last = timers.removeLast()
        guard last !== timer else { return }
        timers[hole] = last
        last.position = hole
        siftUp(hole)
        siftDown(last.position)
    }

    /// Takes out one timer whose deadline has passed, or returns `nil` when there is none.
    ///
    /// Timers whose deadline was moved later are filed again on the way.
    mutating func takeDue(at now: MonotonicInstant) -> (() -> Void)? {
        while let first = timers.first, first.filedFor <= now {
            guard let deadline = first.deadline else {
                remove(first)
                continue
            }
            if deadline > now {
                first.filedFor = deadline
                siftDown(0)
                continue
            }
            remove(first)
            first.deadline = nil
            return first.action
        }
        return nil
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard timers[child].filedFor < timers[parent].filedFor else { return }
            exchange(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < timers.count && timers[child].filedFor < timers[smallest].filedFor {
                smallest = child
            }
            guard smallest != parent else { return }
            exchange(parent, smallest)
            parent = smallest
        }
    }

    private mutating func exchange(_ one: Int, _ two: Int) {
        timers.swapAt(one, two)
        timers[one].position = one
        timers[two].position = two
    }
}
