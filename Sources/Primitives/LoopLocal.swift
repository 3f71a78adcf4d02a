/// A value for each event-loop thread, which no other thread ever touches and so needs no lock.
///
/// A loop's thread is known by its ``ThreadSlot``; every other thread finds no value here.
@safe
public final class LoopLocal<Value>: @unchecked Sendable {
    // @unchecked Sendable: an entry of `slots` is only touched by the thread that has its number,
    // and by `deinit` when nobody has a reference.

    /// Loops that can have a value; more than any machine has processors for.
    @inlinable public static var maximumSlots: Int { 256 }

    @usableFromInline let slots: UnsafeMutablePointer<Value>

    /// Creates the values, each of them `initial`.
    public init(_ initial: Value) {
        unsafe slots = .allocate(capacity: Self.maximumSlots)
        unsafe slots.initialize(repeating: initial, count: Self.maximumSlots)
    }

    deinit {
        unsafe slots.deinitialize(count: Self.maximumSlots)
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
        guard let slot = ThreadSlot.current, slot < Self.maximumSlots else { return nil }
        // The slot is under the number of entries, and this thread's alone.
        return unsafe try body(&slots[slot])
    }
}
