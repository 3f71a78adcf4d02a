internal import HTTP
public import HTTPClient
internal import JSON
public import Primitives
public import Publishing

/// Has drafts written by a model behind an OpenAI-compatible chat endpoint.
///
/// The answer is asked for as a stream and read while it comes; an endpoint that sends one JSON
/// document instead will do too. A model that is busy is asked again after a pause. All of it ends
/// within a minute, and by the deadline of the brief.
public struct ChatTextGenerator: TextGenerator {
    private let model: ModelClient

    /// Creates the generator.
    ///
    /// - Parameters:
    ///   - endpoint: Where the model answers.
    ///   - client: Sends; its policy trusts the endpoint's origin.
    ///   - clock: Reads times that the endpoint names.
    ///   - log: Where the reason of a failure is told in full.
    public init(
        _ endpoint: ModelEndpoint,
        client: VettedClient,
        clock: any WallClock,
        log: any Log
    ) {
        self.init(
            ModelClient(
                endpoint: endpoint,
                client: client,
                patience: ModelClient.Patience(),
                clock: clock,
                log: log
            )
        )
    }

    init(_ model: ModelClient) {
        self.model = model
    }

    /// Writes one draft.
    public func draft(_ brief: DraftBrief) async throws(GenerationError) -> TextDraft {
        let request = ModelClient.Request(
            path: "/chat/completions",
            body: [
                "model": .string(model.endpoint.model), "messages": ChatPrompt(brief).messages,
                "stream": true,
            ],
            accept: "text/event-stream, application/json",
            maximumBytes: 2 << 20
        )
        let end = model.end(of: brief)
        let (response, reader) = try await model.post(request, until: end) { ChatReader() }
        let answer = reader.answer(response)
        guard let text = ModelText(try answer.settled()) else {
            throw .temporary("The generator gave no text that could be a post.")
        }
        var warnings: [String] = []
        if answer.finishReason == "length" {
            warnings.append("The generator stopped at its limit, so the end may be missing.")
        }
        if text.isCut { warnings.append("The text was cut at the most that a post may have.") }
        return TextDraft(
            caption: text.caption,
            headline: text.headline,
            generator: answer.model ?? model.endpoint.model,
            warnings: warnings
        )
    }
}
