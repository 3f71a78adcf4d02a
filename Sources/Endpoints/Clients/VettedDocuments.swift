internal import HTTP
package import HTTPClient
package import OAuth
package import Primitives

/// Reads what clients publish through the client that vets every address.
///
/// What went wrong goes to the log alone, and a failure takes a multiple of a quarter of a second:
/// neither a page nor its timing tells what stands where in this network.
package struct VettedDocuments: DocumentSource {
    private static let roundedToMilliseconds: UInt64 = 250

    private let fetcher: DocumentFetcher
    private let now: @Sendable () -> MonotonicInstant
    private let sleep: @Sendable (_ milliseconds: UInt64) async -> Void

    /// Creates the source.
    ///
    /// - Parameters:
    ///   - fetcher: What sends the requests.
    ///   - now: What the time of a failure is measured by.
    ///   - sleep: What rounds it up.
    package init(
        fetcher: DocumentFetcher,
        now: @escaping @Sendable () -> MonotonicInstant = { .now() },
        sleep: @escaping @Sendable (_ milliseconds: UInt64) async -> Void = {
            try? await Task.sleep(for: .milliseconds($0))
        }
    ) {
        self.fetcher = fetcher
        self.now = now
        self.sleep = sleep
    }

    /// Reads what is at `address`.
    package func document(
        at address: ClientDocumentAddress,
        maximumBytes: Int
    ) async throws(DocumentSourceFailure) -> PublishedDocument {
        let start = now()
        do {
            let fetched = try await fetcher.fetch(address.text, maximumBytes: maximumBytes)
            return PublishedDocument(
                body: fetched.body,
                lifetime: Self.lifetime(of: fetched)
            )
        } catch {
            let spent = now().microseconds(since: start) / 1_000
            let rest = Self.roundedToMilliseconds - spent % Self.roundedToMilliseconds
            await sleep(rest)
            throw DocumentSourceFailure(
                retryAfterSeconds: Self.pauseSeconds(error),
                reason: error.description
            )
        }
    }

    private static func lifetime(of fetched: FetchedDocument) -> DocumentLifetime {
        guard fetched.freshness.isStorable else { return .thisFlowOnly }
        return fetched.freshness.lifetimeInSeconds.map { .seconds($0) } ?? .unstated
    }

    /// Only what a public server itself answered is told as lasting: everything else, a name that
    /// leads into this network too, is answered alike.
    private static func pauseSeconds(_ error: VettedClientError) -> Int64? {
        switch error {
        case .statusRefused(let code) where (400..<500).contains(code) && !error.isTransient:
            return nil
        case .mediaTypeRefused, .encodingRefused, .answerTooLarge: return nil
        case .hostAskedTooOften: return 60
        case .overloaded, .cancelled, .stopped: return 5
        default: return Int64(FetchLimits().pauseAfterFailureSeconds)
        }
    }
}
