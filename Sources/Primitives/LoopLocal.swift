/// A value for each event-loop thread, which no other thread ever touches and so needs no lock.
///
/// A loop's thread is known by its ``ThreadSlot``; every other thread finds no value here.
@safe
public final class LoopLocal<Value>: @unchecked Sendable {
    // @unchecked Sendable: an entry of `slots` is only touched by the thread that has its number,
    // and by `deinit` when nobody has a reference.

    @usableFromInline let slots: UnsafeMutablePointer<Value>

    /// Creates the values, each of them `initial`.
    public init(_ initial: Value) {
        unsafe slots = .allocate(capacity: ThreadSlot.maximumCount)
        unsafe slots.initialize(repeating: initial, count: ThreadSlot.maximumCount)
    }

    deinit {
        unsafe slots.deinitialize(count: ThreadSlot.maximumCount)
        unsafe slots.deallocate()
    }

    /// Runs `body` with the running loop's value, or returns `nil` on any other thread.
    ///
    /// - Parameter body: Reads or changes the value; must not call this again.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` throws.
    @inlinable
    public func withValue<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let slot = ThreadSlot.current else { return nil }
        // A slot is under the number of entries, and this thread's alone.
        return unsafe try body(&slots[slot])
    }
}
