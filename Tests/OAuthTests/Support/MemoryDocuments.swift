import JSON
import OAuth
import Primitives

/// What is published, over a dictionary, with a record of what was read.
final class MemoryDocuments: DocumentSource {
    struct State {
        var bodies: [String: [UInt8]] = [:]
        var lifetime = DocumentLifetime.unstated
        var failure: DocumentSourceFailure?
        var reads: [String] = []
    }

    private let state = Lock(State())

    /// The addresses that were read, in order.
    var reads: [String] { state.withLock { $0.reads } }

    func change(_ body: (inout State) -> Void) {
        state.withLock { body(&$0) }
    }

    /// Publishes `value` at `address`.
    func publish(_ value: JSONValue, at address: String) {
        change { $0.bodies[address] = value.serialized() }
    }

    func document(
        at address: ClientDocumentAddress,
        maximumBytes: Int
    ) async throws(DocumentSourceFailure) -> PublishedDocument {
        let result: Result<PublishedDocument, DocumentSourceFailure> = state.withLock { state in
            state.reads.append(address.text)
            if let failure = state.failure { return .failure(failure) }
            guard let body = state.bodies[address.text] else {
                return .failure(DocumentSourceFailure(retryAfterSeconds: 30, reason: "status 404"))
            }
            return .success(PublishedDocument(body: body, lifetime: state.lifetime))
        }
        return try result.get()
    }
}
