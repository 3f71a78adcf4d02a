internal import Primitives

/// The OpenSSL contexts of one key, each lent to one call at a time.
///
/// A context that already holds its key is several times cheaper to use again than to make: the
/// pool grows to the number of calls that ever ran at once and keeps them until the key goes.
@safe
final class ContextPool: Sendable {
    /// A context that is idle in the pool.
    @safe
    private struct Idle: @unchecked Sendable {
        // @unchecked Sendable: the pool gives a context to one thread at a time, under its lock.
        let raw: OpaquePointer
    }

    private let idle = Lock<[Idle]>([])
    private let make: @Sendable () -> OpaquePointer
    private let free: @Sendable (OpaquePointer) -> Void

    /// Creates an empty pool.
    ///
    /// - Parameters:
    ///   - make: Makes a context that holds the key.
    ///   - free: Frees a context and wipes what it holds.
    init(
        make: @escaping @Sendable () -> OpaquePointer,
        free: @escaping @Sendable (OpaquePointer) -> Void
    ) {
        unsafe self.make = make
        unsafe self.free = free
    }

    deinit {
        for context in idle.withLock({ $0 }) { unsafe free(context.raw) }
    }

    /// Runs `body` with a context that no other call uses meanwhile.
    func withContext<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        let context = unsafe idle.withLock { $0.popLast() } ?? Idle(raw: make())
        defer { idle.withLock { $0.append(context) } }
        return unsafe body(context.raw)
    }
}
