/// An answer that is sent while its tool is still at work.
///
/// Whoever stops reading it, or drops it, cancels the task of the tool.
public final class AnswerEvents: Sendable, Equatable {
    private let first: [UInt8]
    private let rest: AsyncStream<ProgressStream.Event>
    private let task: Task<Void, Never>

    init(
        first: [UInt8],
        rest: AsyncStream<ProgressStream.Event>,
        of task: Task<Void, Never>
    ) {
        self.first = first
        self.rest = rest
        self.task = task
    }

    deinit {
        task.cancel()
    }

    /// Hands each event to `write` as soon as there is one, the result last; to be called once.
    ///
    /// Cancelling the task cancels that of the tool, and no event follows.
    ///
    /// - Parameter write: Takes the bytes of one event, framed.
    /// - Throws: What `write` throws; the task of the tool is cancelled then.
    public func send(_ write: ([UInt8]) async throws -> Void) async throws {
        defer { task.cancel() }
        try await write(EventStream.bytes(of: [first]))
        for await event in rest {
            switch event {
            case .report(let bytes), .answer(.result(let bytes)):
                try await write(EventStream.bytes(of: [bytes]))
            case .answer(.error(let error, let id)):
                try await write(EventStream.bytes(of: [AnswerWriter.error(error, id)]))
            // A call that began is answered by a result or an error.
            case .answer: return
            }
        }
    }

    /// Compares by identity: what is still to come cannot be compared.
    public static func == (left: AnswerEvents, right: AnswerEvents) -> Bool {
        left === right
    }
}
