private import Primitives

/// Results that were found to meet their tool's schema, so that the same bytes are not walked
/// again.
///
/// Each event loop keeps its own. What is kept is compared byte for byte, so a result is let
/// through without a walk only where exactly this one was walked before.
struct SoundResults: Sendable {
    private struct Key: Hashable {
        let tool: String
        let digest: Int
    }

    /// Larger results are walked every time.
    private static let maximumByteCount = 4_096
    private static let capacity = 512

    private let kept = LoopLocal<[Key: [UInt8]]>([:])

    /// Whether `result` is one of `tool` that was found sound.
    func contains(_ result: [UInt8], of tool: String) -> Bool {
        guard result.count <= Self.maximumByteCount else { return false }
        let key = Key(tool: tool, digest: Self.digest(result))
        return kept.withValue { $0[key] == result } ?? false
    }

    /// Remembers that `result` meets the schema of `tool`.
    func insert(_ result: [UInt8], of tool: String) {
        guard result.count <= Self.maximumByteCount else { return }
        let key = Key(tool: tool, digest: Self.digest(result))
        kept.withValue { kept in
            if kept.count >= Self.capacity { kept.removeAll(keepingCapacity: true) }
            kept[key] = result
        }
    }

    /// The hash of all bytes at once: that of an array takes them one by one.
    private static func digest(_ bytes: [UInt8]) -> Int {
        var hasher = Hasher()
        // The pointer is used only inside this closure.
        unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
