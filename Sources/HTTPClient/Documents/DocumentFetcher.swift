private import HTTP
public import Primitives

/// Fetches JSON documents that strangers named, such as Client ID Metadata Documents and key sets.
///
/// One fetch runs for one URL however many ask for it, hosts are asked so often a minute, and a URL
/// that failed is left alone for a while. Nothing is cached: what is fetched is the caller's to
/// keep within the bounds of its ``FetchedDocument/freshness``.
///
/// Fetch only for somebody who is signed in, or any visitor could use the server to send requests.
public final class DocumentFetcher: Sendable {
    private typealias Outcome = Result<FetchedDocument, VettedClientError>
    private typealias Continuation = CheckedContinuation<Outcome, Never>

    private struct State {
        var limiter: FetchLimiter
        /// Who waits for each URL that is being fetched.
        var flights: [String: [UInt64: Continuation]] = [:]
        var lastID: UInt64 = 0
    }

    private enum Admission {
        case joined
        case started
        case refused(VettedClientError)
    }

    private let client: VettedClient
    private let limits: FetchLimits
    private let clock: any WallClock
    private let now: @Sendable () -> MonotonicInstant
    private let state: Lock<State>

    /// Creates a fetcher.
    ///
    /// - Parameters:
    ///   - client: What sends the requests.
    ///   - limits: How often it may be used.
    ///   - clock: What tells when a document arrived.
    ///   - now: What the limits are measured by.
    public init(
        client: VettedClient,
        limits: FetchLimits = FetchLimits(),
        clock: any WallClock,
        now: @escaping @Sendable () -> MonotonicInstant = { .now() }
    ) {
        self.client = client
        self.limits = limits
        self.clock = clock
        self.now = now
        state = Lock(State(limiter: FetchLimiter(limits)))
    }

    /// Fetches `url`, or waits for the fetch of it that is under way.
    ///
    /// Cancelling the task ends its wait; the fetch goes on for the others, within its deadline.
    ///
    /// - Parameters:
    ///   - url: The URL, as it was given; refused when it is not fit.
    ///   - maximumBytes: How large the document may be. Of several who wait for one fetch, the
    ///     first decides.
    /// - Returns: The document.
    /// - Throws: ``VettedClientError`` when there is none.
    public func fetch(
        _ url: String,
        maximumBytes: Int
    ) async throws(VettedClientError) -> FetchedDocument {
        let target: OutboundURL
        do throws(OutboundURLProblem) {
            target = try client.vet(url)
        } catch {
            throw .urlRefused(error)
        }
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                join(target, id, continuation, maximumBytes: maximumBytes)
            }
        } onCancel: {
            leave(target.text, id)
        }
        return try outcome.get()
    }

    private func join(
        _ target: OutboundURL,
        _ id: UInt64,
        _ continuation: Continuation,
        maximumBytes: Int
    ) {
        let key = target.text
        let admission = state.withLock { state -> Admission in
            if state.flights[key] != nil {
                state.flights[key]?[id] = continuation
                return .joined
            }
            if let refusal = state.limiter.begin(key, host: target.url.host, at: now()) {
                return .refused(refusal)
            }
            state.flights[key] = [id: continuation]
            return .started
        }
        switch admission {
        case .joined:
            break
        case .started:
            Task { land(key, await run(key, maximumBytes: maximumBytes)) }
        case .refused(let error):
            continuation.resume(returning: .failure(error))
        }
        // A cancellation that came before the continuation was filed found nothing to end.
        if Task.isCancelled { leave(key, id) }
    }

    private func leave(_ key: String, _ id: UInt64) {
        let continuation = state.withLock { $0.flights[key]?.removeValue(forKey: id) }
        continuation?.resume(returning: .failure(.cancelled))
    }

    private func run(_ url: String, maximumBytes: Int) async -> Outcome {
        let request = VettedRequest(
            url: url,
            fields: [.accept: "application/json"],
            accepts: .jsonDocument(maximumBodyBytes: maximumBytes),
            deadlineMilliseconds: limits.deadlineMilliseconds
        )
        do throws(VettedClientError) {
            let response = try await client.send(request)
            let arrival = clock.now()
            return .success(
                FetchedDocument(
                    body: response.body,
                    freshness: Freshness(response.fields, now: arrival),
                    fetchedAt: arrival
                )
            )
        } catch {
            return .failure(error)
        }
    }

    private func land(_ key: String, _ outcome: Outcome) {
        let waiters = state.withLock { state in
            // Who found no place has not been asked.
            if case .failure(let error) = outcome, error != .overloaded {
                state.limiter.failed(key, error, at: now())
            }
            return state.flights.removeValue(forKey: key) ?? [:]
        }
        for continuation in waiters.values { continuation.resume(returning: outcome) }
    }
}
