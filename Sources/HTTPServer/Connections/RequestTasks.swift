internal import Transport

/// The tasks of one loop that serve the requests whose handlers have something to wait for.
///
/// A task costs some allocations to make and keeps 4 KB while it waits, so one that has nothing to
/// do serves whichever connection needs one next, and an idle connection keeps none. It lives on
/// its loop's thread.
final class RequestTasks {
    /// Tasks that are kept without work; one that is done beyond them ends.
    static let maximumIdle = 64

    private let loop: EventLoop
    private var idle: [RequestTask] = []
    /// Whether there are connections that may need a task.
    private var isOpen = false

    init(on loop: EventLoop) {
        self.loop = loop
    }

    /// Keeps tasks from now on until ``close()``.
    func open() {
        isOpen = true
    }

    /// Ends the tasks that have nothing to do, since no request will come.
    func close() {
        isOpen = false
        let ended = idle
        idle = []
        for task in ended { task.end() }
    }

    /// Lets a task serve a request.
    ///
    /// - Returns: The task, until it calls ``Connection/taskIsDone(_:)``.
    func serve(_ served: ServedRequest, of connection: Connection) -> RequestTask {
        let work = RequestTask.Work(connection: connection, served: served)
        if let task = idle.popLast() {
            task.begin(work)
            return task
        }
        let task = RequestTask()
        task.start(work, on: loop, of: self)
        return task
    }

    /// Keeps a task that has nothing to do, unless there are enough or no connection is left.
    fileprivate func keep(_ task: RequestTask) -> Bool {
        guard isOpen, idle.count < Self.maximumIdle else { return false }
        idle.append(task)
        return true
    }
}

/// One task of ``RequestTasks``; every call is on the loop's thread.
@safe
final class RequestTask: @unchecked Sendable {
    // @unchecked Sendable: every property is touched on the loop's thread only, where the task runs
    // as well.

    /// A request and the connection that it came on.
    struct Work {
        let connection: Connection
        let served: ServedRequest
    }

    private var task: Task<Void, Never>?
    private var next: Work?
    // Resumed exactly once, by `begin` or `end`, each of which forgets it first.
    private var waiting: UnsafeContinuation<Work?, Never>?
    private var isCancelled = false

    /// Cancels the handler that is at work; the task ends with it.
    func cancel() {
        isCancelled = true
        task?.cancel()
    }

    fileprivate func start(_ work: Work, on loop: EventLoop, of tasks: RequestTasks) {
        next = work
        // The closure runs on the loop's thread, as everything else that touches `tasks`.
        nonisolated(unsafe) let tasks = tasks
        task = Task(executorPreference: loop) { await self.run(unsafe tasks) }
    }

    fileprivate func begin(_ work: Work) {
        let waiting = unsafe waiting.take()
        unsafe waiting?.resume(returning: work)
    }

    fileprivate func end() {
        let waiting = unsafe waiting.take()
        unsafe waiting?.resume(returning: nil)
    }

    private func run(_ tasks: RequestTasks) async {
        while let work = await takeWork(tasks) {
            await work.connection.serve(work.served)
            work.connection.taskIsDone(self)
        }
        task = nil
    }

    private func takeWork(_ tasks: RequestTasks) async -> Work? {
        if let work = next.take() { return work }
        guard !isCancelled, tasks.keep(self) else { return nil }
        return await unsafe withUnsafeContinuation { unsafe waiting = $0 }
    }
}
