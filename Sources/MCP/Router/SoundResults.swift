internal import JSON
private import Primitives

/// A tool's result as it goes out: as data, and the same data as a text for clients without that.
struct WrittenResult: Sendable {
    /// The result as JSON.
    let structured: [UInt8]
    /// The same bytes as a JSON text, quoted and escaped.
    let text: [UInt8]

    /// Writes `content`.
    init(_ content: JSONObject) {
        self.init(structured: AnswerWriter.structured(content))
    }

    /// Quotes what is written already.
    init(structured: [UInt8]) {
        self.structured = structured
        var writer = JSONWriter(capacity: structured.count * 3 / 2)
        writer.string(utf8: structured)
        text = writer.bytes
    }
}

/// Results that were found to meet their tool's schema, so that the same bytes are neither walked
/// nor quoted again.
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

    private let kept = LoopLocal<[Key: WrittenResult]>([:])

    /// The result of `tool` that was found sound and is written as `structured`.
    func result(_ structured: [UInt8], of tool: String) -> WrittenResult? {
        guard structured.count <= Self.maximumByteCount else { return nil }
        let key = Key(tool: tool, digest: Self.digest(structured))
        let found = kept.withValue { $0[key] } ?? nil
        return found?.structured == structured ? found : nil
    }

    /// Remembers that `result` meets the schema of `tool`.
    func insert(_ result: WrittenResult, of tool: String) {
        guard result.structured.count <= Self.maximumByteCount else { return }
        let key = Key(tool: tool, digest: Self.digest(result.structured))
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
