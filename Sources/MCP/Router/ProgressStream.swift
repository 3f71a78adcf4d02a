internal import JSON
private import Primitives

/// A call whose answer may become a stream: of reports how far it has come (MCP "Progress"), where
/// its client wants them, and of comments that keep the connection alive.
///
/// Until there is something to send the answer may still become one JSON text or a refusal, since
/// an HTTP status cannot be taken back. From then on it is a stream of events.
struct ProgressStream {
    /// What a tool calls to say how far it has come.
    typealias Report = @Sendable (ToolProgress) -> Void

    /// What is sent while a call runs.
    enum Event: Sendable {
        case report([UInt8])
        case beat
        case answer(Answer)
    }

    /// Reports that may wait for a slow client; then the oldest gives way, as the newest says all.
    private static let maximumWaiting = 64

    private let token: RequestID?
    private let keepAlive: KeepAlive?
    private let revision: ProtocolRevision
    private let id: RequestID

    /// Makes a stream for a call that may have one, and whose tool takes its time: such tools make
    /// reports, whether the client asked for them or not.
    init?(for call: PreparedCall, _ exchange: Exchange, _ keepAlive: KeepAlive?) {
        guard call.progressToken != nil || (keepAlive != nil && call.entry.tool.reportsProgress),
            !exchange.isBatchEntry, exchange.request.takesEvents
        else { return nil }
        token = call.progressToken
        self.keepAlive = keepAlive
        revision = call.revision
        id = call.id
    }

    /// Runs a call in a task of its own.
    ///
    /// The task is cancelled with the caller's, or when nobody reads the events any more; a call
    /// that was begun ends, and is recorded, all the same.
    ///
    /// - Parameter run: Runs the call, given where it may report if anybody wants to hear it.
    /// - Returns: What `run` returned where nothing was sent before, and else the events.
    func answer(_ run: @escaping @Sendable (Report?) async -> Answer) async -> Answer {
        let (events, continuation) = AsyncStream.makeStream(
            of: Event.self,
            bufferingPolicy: .bufferingNewest(Self.maximumWaiting)
        )
        let reports = Reports(revision: revision, continuation)
        let task = Task { [token, keepAlive] in
            let pulse = keepAlive.map { keepAlive in
                Task { await keepAlive.run { continuation.yield(.beat) } }
            }
            let report = token.map { token -> Report in
                { progress in reports.add(progress, under: token) }
            }
            let answer = await run(report)
            pulse?.cancel()
            reports.end(answer)
        }
        for await event in events {
            switch event {
            case .answer(let answer): return answer
            case .report, .beat:
                return .stream(AnswerEvents(first: event, rest: events, of: task))
            }
        }
        // Only a cancelled caller comes here, and nobody reads its answer.
        task.cancel()
        return .error(.internalError, id)
    }
}

/// The reports of one call on their way into its stream.
private final class Reports: Sendable {
    private let revision: ProtocolRevision
    private let continuation: AsyncStream<ProgressStream.Event>.Continuation
    private let completed = Lock<Int?>(-1)

    init(
        revision: ProtocolRevision,
        _ continuation: AsyncStream<ProgressStream.Event>.Continuation
    ) {
        self.revision = revision
        self.continuation = continuation
    }

    /// Passes on a report that says more than the last one, until the call has ended.
    func add(_ progress: ToolProgress, under token: RequestID) {
        completed.withLock { completed in
            guard let last = completed, progress.completed > last else { return }
            completed = progress.completed
            let bytes = AnswerWriter.progress(progress, token, revision)
            continuation.yield(.report(bytes))
        }
    }

    func end(_ answer: Answer) {
        completed.withLock { $0 = nil }
        continuation.yield(.answer(answer))
        continuation.finish()
    }
}

extension AnswerWriter {
    /// Returns the notification that tells how far a call has come.
    static func progress(
        _ progress: ToolProgress,
        _ token: RequestID,
        _ revision: ProtocolRevision
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.members(version)
        writer.name("method")
        writer.string("notifications/progress")
        writer.name("params")
        writer.beginObject()
        writer.name("progressToken")
        token.write(to: &writer)
        writer.name("progress")
        writer.integer(Int64(progress.completed))
        if let total = progress.total {
            writer.name("total")
            writer.integer(Int64(total))
        }
        if let message = progress.message, revision.hasProgressMessages {
            writer.name("message")
            writer.string(message)
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
