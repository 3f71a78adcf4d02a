internal import Primitives

/// Reads documents of one kind: from the cache, or from where they are published.
final class DocumentLoader<Value: Sendable>: Sendable {
    /// Checks a body and makes a value of it.
    typealias Reader =
        @Sendable ([UInt8], ClientDocumentAddress) -> Result<Value, ClientDocumentProblem>

    /// How a document of this kind is read.
    struct Kind: Sendable {
        let bounds: DocumentBounds
        let maximumBytes: Int
        let read: Reader
    }

    /// On whose behalf something is read.
    struct Visit: Sendable {
        /// The random name of the flow; empty for a client's own request.
        let flow: String
        /// The person who is signed in, or `nil` for a client's own request.
        let person: UserKey?
        /// Whether the caller misses something in the copy that is kept.
        var isDoubted = false
    }

    private struct State {
        var cache: DocumentCache<Value>
        var budget = PersonBudget()
    }

    private let kind: Kind
    private let source: any DocumentSource
    private let clock: any WallClock
    private let state: Lock<State>

    init(_ kind: Kind, source: any DocumentSource, clock: any WallClock) {
        self.kind = kind
        self.source = source
        self.clock = clock
        state = Lock(State(cache: DocumentCache(kind.bounds)))
    }

    /// Returns what is published at `address`.
    ///
    /// What cannot be read again serves a while longer; what breaks a rule is forgotten at once.
    func value(
        at address: ClientDocumentAddress,
        for visit: Visit
    ) async throws(DocumentLoadFailure) -> Value {
        let asked = clock.now()
        let known = state.withLock { state in
            state.cache.find(
                address.text,
                flow: visit.flow,
                isDoubted: visit.isDoubted,
                at: asked
            )
        }
        if let known { return known }
        if let wait = takeFromBudget(visit, at: asked) {
            let reason = "the person had too many documents read"
            return try stale(address, visit, .unavailable(afterSeconds: wait, reason: reason))
        }
        let published: PublishedDocument
        do {
            published = try await source.document(at: address, maximumBytes: kind.maximumBytes)
        } catch {
            let failure = DocumentLoadFailure.unavailable(
                afterSeconds: error.retryAfterSeconds,
                reason: error.reason
            )
            return try stale(address, visit, failure)
        }
        return try keep(published, address, visit)
    }

    private func takeFromBudget(_ visit: Visit, at now: Timestamp) -> Int64? {
        guard let person = visit.person else { return nil }
        return state.withLock { $0.budget.take(for: person, at: now) }
    }

    private func stale(
        _ address: ClientDocumentAddress,
        _ visit: Visit,
        _ failure: DocumentLoadFailure
    ) throws(DocumentLoadFailure) -> Value {
        let now = clock.now()
        let value = state.withLock {
            $0.cache.stale(address.text, flow: visit.flow, at: now)
        }
        guard let value else { throw failure }
        return value
    }

    private func keep(
        _ published: PublishedDocument,
        _ address: ClientDocumentAddress,
        _ visit: Visit
    ) throws(DocumentLoadFailure) -> Value {
        let now = clock.now()
        switch kind.read(published.body, address) {
        case .success(let value):
            state.withLock {
                $0.cache.keep(
                    value,
                    at: address.text,
                    lifetime: published.lifetime,
                    flow: visit.flow,
                    now: now
                )
            }
            return value
        case .failure(let problem):
            state.withLock { $0.cache.drop(address.text) }
            throw .invalid(problem)
        }
    }
}

/// Why nothing could be read.
enum DocumentLoadFailure: Error, Sendable, Equatable {
    /// It cannot be had; `nil` for the seconds where waiting alone does not help. The reason is for
    /// the log.
    case unavailable(afterSeconds: Int64?, reason: String)
    /// What is published breaks a rule.
    case invalid(ClientDocumentProblem)
}
