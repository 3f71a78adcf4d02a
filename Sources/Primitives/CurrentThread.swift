private import CLinux

/// What the running thread asks of the system.
///
/// Requests only: a system that does not know one goes on as before.
public enum CurrentThread {
    /// How many processors the thread may run on, at least 1.
    public static var processorCount: Int { Int(wl_processor_count()) }

    /// Names the thread in `top`, `perf` and debuggers; at most 15 bytes are shown.
    public static func setName(_ name: String) {
        // The system copies the text during the call.
        unsafe wl_thread_name(name)
    }

    /// Asks for turns of a tenth of a millisecond, so that work that came to the thread does not
    /// wait until another has used up a turn of the usual three milliseconds.
    ///
    /// For threads that do little at a time and answer somebody. The share of the processor stays
    /// the same. Linux 6.12 and later.
    ///
    /// - Parameter length: Longer turns give way to shorter ones at once.
    public static func takeShortTurns(_ length: TurnLength = .short) {
        wl_thread_short_turns(length == .short ? 100_000 : 300_000)
    }

    /// For how long a thread may go on while another has work.
    public enum TurnLength: Sendable {
        /// 0.1 ms, for threads that answer somebody.
        case short
        /// 0.3 ms, for threads whose work takes longer and which others wait for.
        case medium
    }

    /// Lets threads of usual priority go first, for work that takes long.
    ///
    /// - Parameter steps: Each takes a fifth of the share that is left where there is no idle
    ///   processor: 10 leave a tenth, 15 a thirtieth (`nice`).
    public static func yieldToOthers(steps: Int32) {
        wl_thread_yield_to_others(steps)
    }
}
