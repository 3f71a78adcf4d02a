/// One thing that a loop runs.
enum LoopWork: Sendable {
    /// A step of a task; the runtime hands each out once and it is run once.
    case job(UnownedJob)
    /// A plain function.
    case function(@Sendable () -> Void)
    /// An object that does a piece of work, without a closure made for it.
    case worker(any LoopWorker)
}

/// Something that has work to do on a loop.
public protocol LoopWorker: AnyObject, Sendable {
    /// Does the work; called on the loop's thread.
    func work()
}

/// Work in the order in which it came.
struct JobQueue {
    private var work: [LoopWork] = []
    private var next = 0

    var isEmpty: Bool { next == work.count }

    mutating func append(_ item: LoopWork) {
        work.append(item)
    }

    mutating func append(contentsOf items: [LoopWork]) {
        work.append(contentsOf: items)
    }

    mutating func takeFirst() -> LoopWork? {
        guard next < work.count else { return nil }
        let item = work[next]
        next += 1
        if next == work.count {
            work.removeAll(keepingCapacity: work.capacity <= 1_024)
            next = 0
        }
        return item
    }
}

/// Work that other threads left for a loop.
struct Mailbox {
    /// The work, oldest first.
    var work: [LoopWork] = []
    /// Whether the loop was already told that there is some.
    var isAnnounced = false
}
