internal import HTTP
public import HTTPClient
public import Primitives
public import Publishing

/// Fetches the files that clients name, from public servers only.
public struct VettedMediaFetcher: MediaFetcher {
    private let client: VettedClient
    private let log: any Log
    private let deadlineMilliseconds: UInt64

    /// Creates the fetcher.
    ///
    /// - Parameters:
    ///   - client: Sends; its policy says which addresses may be reached.
    ///   - log: Where the reason of a failure is told in full.
    ///   - deadlineMilliseconds: From the first moment to the last byte of a file.
    public init(
        client: VettedClient,
        log: any Log,
        deadlineMilliseconds: UInt64 = 15_000
    ) {
        self.client = client
        self.log = log
        self.deadlineMilliseconds = deadlineMilliseconds
    }

    /// Returns the content behind `url`.
    public func fetch(
        _ url: String,
        maximumBytes: Int
    ) async throws(PublishingFault) -> [UInt8] {
        let request = VettedRequest(
            url: url,
            accepts: AnswerRules(
                wantsOnlyOK: true,
                media: .any,
                maximumBodyBytes: maximumBytes
            ),
            deadlineMilliseconds: deadlineMilliseconds
        )
        do throws(VettedClientError) {
            return try await client.send(request).body
        } catch {
            // What exactly failed would tell the client what stands where in this network.
            log.write(.info, "A media file was not fetched", [.text("reason", error.description)])
            switch error {
            case .answerTooLarge:
                throw .media(url: url, problem: "it has more than \(maximumBytes) bytes")
            case .urlRefused:
                throw .media(url: url, problem: "it is not a public https address")
            default:
                throw .media(url: url, problem: "it cannot be fetched")
            }
        }
    }
}
