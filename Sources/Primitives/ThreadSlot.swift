private import CLinux

/// The small number of an event-loop thread, by which per-thread resources are found.
///
/// A loop's thread sets it once at its start; every other thread reads `nil`.
public enum ThreadSlot {
    /// The running thread's number, or `nil` on a thread that has none.
    public static var current: Int? {
        let slot = wl_thread_slot()
        return slot < 0 ? nil : Int(slot)
    }

    /// Gives the running thread the number `slot`.
    ///
    /// - Parameter slot: A number from 0 that no other live thread of the process has.
    public static func assign(_ slot: Int) {
        wl_set_thread_slot(Int32(slot))
    }
}
