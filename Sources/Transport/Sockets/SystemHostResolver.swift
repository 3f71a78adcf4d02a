private import CLinux
private import Primitives

/// The system's resolver on a few threads of its own, for names that strangers chose.
///
/// The system's look-up blocks, for half a minute when a name server is silent, and cannot be
/// interrupted. So at most a fixed number of threads is ever stuck, none of them one that other
/// work needs; look-ups that find all of them busy wait in a bounded queue, which cancelling the
/// task leaves. A thread that finds nothing to do ends. Search domains are not used: a name means
/// the same wherever the server runs.
public final class SystemHostResolver: HostResolver {
    private struct Lookup {
        let id: UInt64
        let name: String
        let continuation: CheckedContinuation<Result<[IPAddress], TransportError>, Never>
    }

    private struct State {
        var waiting: [Lookup] = []
        var runningThreads = 0
        var lastID: UInt64 = 0
    }

    /// Addresses taken from one answer; what is beyond is as if it were not there.
    private static let maximumAddresses = 64

    private let maximumThreads: Int
    private let maximumWaiting: Int
    private let state = Lock(State())

    /// Creates a resolver that uses at most `maximumThreads` threads at once, and before them lets
    /// `maximumWaiting` look-ups wait; one more is told that no resolver answers.
    public init(maximumThreads: Int = 4, maximumWaiting: Int = 64) {
        self.maximumThreads = max(1, maximumThreads)
        self.maximumWaiting = max(1, maximumWaiting)
    }

    /// Looks `name` up, in `/etc/hosts` and whatever else the system consults too.
    ///
    /// Cancelling the task ends the wait of a look-up that has not begun; one that has begun goes
    /// on to its end.
    public func addresses(of name: String) async throws(TransportError) -> [IPAddress] {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                submit(Lookup(id: id, name: name, continuation: continuation))
            }
        } onCancel: {
            withdraw(id)
        }
        return try result.get()
    }

    private static let unanswered = TransportError.system(
        operation: "name resolution",
        code: Int32(SystemCode.tryAgain)
    )

    private func submit(_ lookup: Lookup) {
        let (isAccepted, needsThread) = state.withLock { state in
            guard state.waiting.count < maximumWaiting else { return (false, false) }
            state.waiting.append(lookup)
            guard state.runningThreads < maximumThreads else { return (true, false) }
            state.runningThreads += 1
            return (true, true)
        }
        guard isAccepted else {
            return lookup.continuation.resume(returning: .failure(Self.unanswered))
        }
        if needsThread { startThread() }
    }

    private func withdraw(_ id: UInt64) {
        let lookup = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
        lookup?.continuation.resume(returning: .failure(Self.unanswered))
    }

    private func startThread() {
        // The reference that is retained here is released by the thread, exactly once.
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let result = unsafe wl_thread_start(
            "resolver",
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<SystemHostResolver>.fromOpaque(context).takeRetainedValue().work()
            },
            context,
            nil
        )
        guard result < 0 else { return }
        unsafe Unmanaged<SystemHostResolver>.fromOpaque(context).release()
        threadFailed()
    }

    /// Without a single thread nobody would ever take what waits.
    private func threadFailed() {
        let stranded = state.withLock { state -> [Lookup] in
            state.runningThreads -= 1
            guard state.runningThreads == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for lookup in stranded { lookup.continuation.resume(returning: .failure(Self.unanswered)) }
    }

    /// The body of a thread: takes look-ups until none waits.
    private func work() {
        wl_resolve_without_search()
        while let lookup = takeLookup() {
            lookup.continuation.resume(returning: Self.resolve(lookup.name))
        }
    }

    private func takeLookup() -> Lookup? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.runningThreads -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
    }

    private static func resolve(_ name: String) -> Result<[IPAddress], TransportError> {
        var addresses = [wl_address](repeating: wl_address(), count: maximumAddresses)
        // The pointers live during the call only.
        let result = unsafe wl_resolve(name, 1, &addresses, Int32(maximumAddresses))
        // The shim says ENOENT for a name that does not exist.
        if result == 0 || result == -2 { return .failure(.nameUnknown(name)) }
        if result < 0 { return .failure(.system(operation: "name resolution", code: -result)) }
        return .success(addresses[..<Int(result)].map { IPAddress($0) })
    }
}
