/// An answer that is sent while its tool is still at work.
///
/// Whoever stops reading it, or drops it, cancels the task of the tool.
public final class AnswerEvents: Sendable, Equatable {
    private let first: ProgressStream.Event
    private let rest: AsyncStream<ProgressStream.Event>
    private let task: Task<Void, Never>

    init(
        first: ProgressStream.Event,
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
        if let bytes = Self.bytes(of: first) { try await write(bytes) }
        for await event in rest {
            guard let bytes = Self.bytes(of: event) else { return }
            try await write(bytes)
        }
    }

    /// The bytes of an event; `nil` for an answer that a call which began does not get.
    private static func bytes(of event: ProgressStream.Event) -> [UInt8]? {
        switch event {
        case .report(let bytes), .answer(.result(let bytes)): EventStream.bytes(of: [bytes])
        case .beat: KeepAlive.comment
        case .answer(.error(let error, let id)):
            EventStream.bytes(of: [AnswerWriter.error(error, id)])
        case .answer: nil
        }
    }

    /// Compares by identity: what is still to come cannot be compared.
    public static func == (left: AnswerEvents, right: AnswerEvents) -> Bool {
        left === right
    }
}
