private import CLinux

/// The small number of an event-loop thread, by which per-thread values are found.
///
/// No two live threads of a process have the same. Threads that are no loop's have none.
public enum ThreadSlot {
    /// How many threads can have a number; more than any machine has processors for.
    public static let maximumCount = 256

    /// The running thread's number, below ``maximumCount``, or `nil` on a thread that has none.
    public static var current: Int? {
        let slot = wl_thread_slot()
        return slot < 0 ? nil : Int(slot)
    }

    /// Gives the running thread the number of `lease`, which must outlive the thread.
    public static func assign(_ lease: ThreadSlotLease) {
        if let number = lease.number { wl_set_thread_slot(Int32(number)) }
    }
}

/// A number that no other thread has until this object goes.
public final class ThreadSlotLease: Sendable {
    /// The number, the lowest that was free; `nil` when all were taken.
    public let number: Int?

    private static let taken = Lock<Set<Int>>([])

    /// Takes a number.
    public init() {
        number = Self.taken.withLock { taken in
            let free = (0..<ThreadSlot.maximumCount).first { !taken.contains($0) }
            if let free { taken.insert(free) }
            return free
        }
    }

    deinit {
        guard let number else { return }
        Self.taken.withLock { _ = $0.remove(number) }
    }
}
