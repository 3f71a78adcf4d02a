internal import Primitives

/// The log lines of each event loop's round, which leave together.
final class RoundLines: Sendable {
    private let atomicBytes: Int
    private let buffers = LoopLocal<[UInt8]>([])

    /// - Parameter atomicBytes: How many bytes the sink takes in one piece.
    init(atomicBytes: Int) {
        self.atomicBytes = atomicBytes
    }

    /// Lets `body` append a line to the running loop's round; `false` on any other thread.
    func append(
        _ sink: ([UInt8]) -> Void,
        flushes: Bool,
        _ body: (inout [UInt8]) -> Void
    ) -> Bool {
        let isTaken: Void? = buffers.withValue { lines in
            let before = lines.count
            body(&lines)
            if lines.count > atomicBytes, before > 0 {
                sink(Array(lines[..<before]))
                lines.removeSubrange(..<before)
            }
            if flushes { Self.flush(&lines, sink) }
        }
        return isTaken != nil
    }

    /// Hands the running loop's lines to `sink`.
    func flush(_ sink: ([UInt8]) -> Void) {
        buffers.withValue { Self.flush(&$0, sink) }
    }

    private static func flush(_ lines: inout [UInt8], _ sink: ([UInt8]) -> Void) {
        guard !lines.isEmpty else { return }
        sink(lines)
        lines.removeAll(keepingCapacity: true)
    }
}
