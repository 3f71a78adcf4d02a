internal import Primitives

/// What the machine offers to this process.
enum Processors {
    /// How many event loops serve best.
    ///
    /// One processor is left to the writer, to password hashing and to the kernel: with a loop on
    /// each of two, every third thread that has work waits for a whole turn of another, and an
    /// answer that takes 0.01 ms takes 4.
    static var loopCount: Int {
        max(1, CurrentThread.processorCount - 1)
    }
}
