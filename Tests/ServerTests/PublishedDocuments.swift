import JSON
import OAuth
import Primitives

/// What clients publish, over a dictionary.
final class PublishedDocuments: DocumentSource {
    private struct State {
        var bodies: [String: [UInt8]] = [:]
        var reads: [String] = []
    }

    private let state = Lock(State())

    /// The addresses that were read, in order.
    var reads: [String] { state.withLock { $0.reads } }

    /// Publishes `value` at `address`; `nil` takes it down.
    func publish(_ value: JSONValue?, at address: String) {
        state.withLock { $0.bodies[address] = value?.serialized() }
    }

    func document(
        at address: ClientDocumentAddress,
        maximumBytes: Int
    ) async throws(DocumentSourceFailure) -> PublishedDocument {
        let body = state.withLock { state in
            state.reads.append(address.text)
            return state.bodies[address.text]
        }
        guard let body else {
            throw DocumentSourceFailure(retryAfterSeconds: 30, reason: "nothing is published")
        }
        // The next request reads it again, so that a test sees every change at once.
        return PublishedDocument(body: body, lifetime: .thisFlowOnly)
    }
}
