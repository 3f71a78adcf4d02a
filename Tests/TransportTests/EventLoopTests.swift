import Primitives
import TestSupport
import Testing
import Transport

@Suite("Event loop", .timeLimit(.minutes(10)))
struct EventLoopTests {
    @Test func `work runs on the loop's own thread and hands its result back`() async throws {
        try await withLoops(2) { group in
            var slots: Set<Int> = []
            for loop in group.loops {
                let slot = await loop.run { loop.isCurrent ? ThreadSlot.current : nil }
                slots.insert(try #require(slot))
            }
            #expect(slots.count == 2)
            #expect(!group.loops[0].isCurrent)
            #expect(ThreadSlot.current == nil)
        }
    }

    @Test func `work that throws hands its error back`() async throws {
        try await withLoops { group in
            await #expect(throws: TransportError.addressMalformed("x")) {
                try await group.loops[0].run { () throws(TransportError) in
                    throw .addressMalformed("x")
                }
            }
        }
    }

    @Test func `a task that prefers the loop stays on it, through suspensions too`() async throws {
        try await withLoops { group in
            let loop = group.loops[0]
            let task = Task(executorPreference: loop) {
                var seen: [Bool] = [loop.isCurrent]
                await Task.yield()
                seen.append(loop.isCurrent)
                let value = await withTaskGroup(of: Bool.self) { group in
                    group.addTask { loop.isCurrent }
                    return await group.next() ?? false
                }
                seen.append(value)
                await Bystander().wait()
                seen.append(loop.isCurrent)
                return seen
            }
            #expect(await task.value == [true, true, true, true])
        }
    }

    @Test func `jobs keep their order and none is lost under contention`() async throws {
        try await withLoops { group in
            let loop = group.loops[0]
            let seen = Shared<[Int: [Int]]>([:])
            await withTaskGroup(of: Void.self) { tasks in
                for producer in 0..<8 {
                    tasks.addTask {
                        for number in 0..<500 {
                            loop.execute {
                                seen.change { $0[producer, default: []].append(number) }
                            }
                        }
                    }
                }
            }
            await loop.run {}
            let all = seen.value
            #expect(all.count == 8)
            #expect(all.values.allSatisfy { $0 == Array(0..<500) })
        }
    }

    @Test func `the hooks run on the loop's thread, at its start and after each round`()
        async throws
    {
        let starts = Shared<[Int]>([])
        let rounds = Shared(0)
        let group = try EventLoopGroup(
            count: 1,
            onThreadStart: { index in starts.change { $0.append(index) } },
            onRoundEnd: { _ in rounds.change { $0 += 1 } }
        )
        try group.start()
        await group.loops[0].run {}
        await group.loops[0].run {}
        group.stop()
        #expect(starts.value == [0])
        #expect(rounds.value >= 2)
    }

    @Test func `what a hook does with ready answers comes before they are sent`() async throws {
        let order = Shared<[String]>([])
        let group = try EventLoopGroup(
            count: 1,
            onAnswersReady: { _ in order.change { $0.append("ready") } },
            onRoundEnd: { _ in order.change { $0.append("end") } }
        )
        try group.start()
        let loop = group.loops[0]
        let (left, right) = try Descriptor.socketPair().take { first, second in
            (ByteStream(first, on: loop), ByteStream(second, on: loop))
        }
        let (one, other) = (WorkingReader(left, order), WorkingReader(right, order))
        try await loop.run {
            try left.open(delegate: one)
            try right.open(delegate: other)
        }
        await loop.run {
            order.change { $0 = ["queue"] }
            left.send([1])
        }
        while !order.value.contains("read") { await loop.run {} }
        #expect(order.value.prefix(3) == ["queue", "ready", "end"])
        group.stop()
    }

    @Test func `a worker works once all sockets of the round have been read`() async throws {
        try await withLoops { group in
            let loop = group.loops[0]
            let order = Shared<[String]>([])
            let pairs = try (0..<2).map { _ in
                try Descriptor.socketPair().take { first, second in
                    (ByteStream(first, on: loop), ByteStream(second, on: loop))
                }
            }
            let readers = pairs.map { WorkingReader($0.1, order) }
            try await loop.run {
                for (pair, reader) in zip(pairs, readers) {
                    try pair.0.open(delegate: reader)
                    try pair.1.open(delegate: reader)
                }
            }
            // Both leave in one round, so both are there when the loop looks at its sockets again.
            await loop.run { for pair in pairs { pair.0.send([1]) } }
            while order.value.count < 4 { await loop.run {} }
            #expect(order.value == ["read", "read", "work", "work"])
            await loop.run {
                for pair in pairs {
                    pair.0.close()
                    pair.1.close()
                }
            }
        }
    }

    @Test func `work from another thread waits for the next round`() async throws {
        let rounds = Shared(0)
        let group = try EventLoopGroup(count: 1, onRoundEnd: { _ in rounds.change { $0 += 1 } })
        try group.start()
        let loop = group.loops[0]
        let (inside, outside): (Int, Int) = await withCheckedContinuation { continuation in
            loop.execute {
                let before = rounds.value
                // A job from elsewhere arrives while this round runs; the flag proves that it did.
                let arrived = Shared(false)
                let sender = Task.detached {
                    loop.execute {
                        continuation.resume(returning: (before, rounds.value))
                    }
                    arrived.change { $0 = true }
                }
                while !arrived.value {}
                _ = sender
            }
        }
        group.stop()
        #expect(outside > inside)
    }
}

@Suite("Loop timers", .timeLimit(.minutes(10)))
struct LoopTimerTests {
    @Test func `timers fire in the order of their deadlines`() async throws {
        try await withLoops { group in
            let loop = group.loops[0]
            let order: [Int] = await withCheckedContinuation { continuation in
                loop.execute {
                    let run = TimerRun(loop: loop, total: 3) { continuation.resume(returning: $0) }
                    run.add(3, afterMilliseconds: 15)
                    run.add(1, afterMilliseconds: 5)
                    run.add(2, afterMilliseconds: 10)
                }
            }
            #expect(order == [1, 2, 3])
        }
    }

    @Test func `a deadline moved later or taken back does not fire at its first time`()
        async throws
    {
        try await withLoops { group in
            let loop = group.loops[0]
            let order: [Int] = await withCheckedContinuation { continuation in
                loop.execute {
                    let run = TimerRun(loop: loop, total: 3) { continuation.resume(returning: $0) }
                    let moved = run.add(4, afterMilliseconds: 2)
                    moved.set(afterMilliseconds: 20)
                    run.add(99, afterMilliseconds: 3).clear()
                    run.add(98, afterMilliseconds: 4).retire()
                    run.add(1, afterMilliseconds: 8)
                    let early = run.add(2, afterMilliseconds: 5_000)
                    early.set(afterMilliseconds: 12)
                }
            }
            #expect(order == [1, 2, 4])
        }
    }

    @Test func `many timers set and retired at random fire exactly once each`() async throws {
        try await withLoops { group in
            let loop = group.loops[0]
            let fired: [Int] = await withCheckedContinuation { continuation in
                loop.execute {
                    let random = SeededRandom(seed: 7)
                    let run = TimerRun(loop: loop, total: 200) {
                        continuation.resume(returning: $0)
                    }
                    for number in 0..<400 {
                        let timer = run.add(number, afterMilliseconds: 1 + random.next() % 20)
                        if number % 2 == 1 { timer.retire() }
                        if number % 4 == 0 { timer.set(afterMilliseconds: random.next() % 30) }
                    }
                }
            }
            #expect(fired.sorted() == stride(from: 0, to: 400, by: 2).map { $0 })
        }
    }
}

/// An actor on the default executor, to leave the loop and come back.
private actor Bystander {
    func wait() async {
        await Task.yield()
    }
}

/// Timers that note in which order they fired; lives on one loop.
private final class TimerRun {
    private let loop: EventLoop
    private let total: Int
    private let finish: ([Int]) -> Void
    private var fired: [Int] = []
    private var timers: [LoopTimer] = []

    init(loop: EventLoop, total: Int, finish: @escaping ([Int]) -> Void) {
        self.loop = loop
        self.total = total
        self.finish = finish
    }

    @discardableResult
    func add(_ number: Int, afterMilliseconds milliseconds: UInt64) -> LoopTimer {
        let timer = LoopTimer(on: loop) {
            self.fired.append(number)
            if self.fired.count == self.total { self.finish(self.fired) }
        }
        timers.append(timer)
        timer.set(afterMilliseconds: milliseconds)
        return timer
    }
}

/// Notes when its stream is read, and does its work later in the round.
private final class WorkingReader: ByteStreamDelegate, LoopWorker {
    private let stream: ByteStream
    private let order: Shared<[String]>

    init(_ stream: ByteStream, _ order: Shared<[String]>) {
        self.stream = stream
        self.order = order
    }

    func work() { order.change { $0.append("work") } }

    func streamDidOpen() {}

    func streamDidReceive(_ bytes: Span<UInt8>) {
        order.change { $0.append("read") }
        stream.loop.workLater(self)
    }

    func streamDidEnd(isTruncated: Bool) {}

    func streamDidFail(_ failure: StreamFailure) {}
}
