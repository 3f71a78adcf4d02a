internal import Primitives

/// The log lines of each event loop's round, which leave together.
@safe
final class RoundLines: @unchecked Sendable {
    // @unchecked Sendable: an entry of `buffers` is only touched by the thread that has its number.
    private static let maximumSlots = 256
    /// What a pipe takes in one piece (`PIPE_BUF`): lines of two threads never mix under it.
    private static let atomicBytes = 4_096

    private let buffers: UnsafeMutablePointer<[UInt8]>

    init() {
        unsafe buffers = .allocate(capacity: Self.maximumSlots)
        unsafe buffers.initialize(repeating: [], count: Self.maximumSlots)
    }

    deinit {
        unsafe buffers.deinitialize(count: Self.maximumSlots)
        unsafe buffers.deallocate()
    }

    /// Lets `body` append a line to the running loop's round; `false` on any other thread.
    func append(
        _ sink: ([UInt8]) -> Void,
        flushes: Bool,
        _ body: (inout [UInt8]) -> Void
    ) -> Bool {
        guard let slot = ThreadSlot.current, slot < Self.maximumSlots else { return false }
        let before = unsafe buffers[slot].count
        unsafe body(&buffers[slot])
        if unsafe buffers[slot].count > Self.atomicBytes, before > 0 {
            unsafe sink(Array(buffers[slot][..<before]))
            unsafe buffers[slot].removeSubrange(..<before)
        }
        if flushes { flush(sink) }
        return true
    }

    /// Hands the running loop's lines to `sink`.
    func flush(_ sink: ([UInt8]) -> Void) {
        guard let slot = ThreadSlot.current, slot < Self.maximumSlots,
            unsafe !buffers[slot].isEmpty
        else { return }
        unsafe sink(buffers[slot])
        unsafe buffers[slot].removeAll(keepingCapacity: true)
    }
}
