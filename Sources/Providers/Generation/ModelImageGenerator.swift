internal import HTTP
public import HTTPClient
internal import JSON
public import Primitives
public import Publishing

/// Has pictures made by a model behind an OpenAI-compatible images endpoint.
///
/// The picture comes in the answer or under an address in it. An address at the endpoint's own
/// origin is asked as the endpoint is, without the key; any other as one that a stranger named. All
/// of it ends within a minute, and by the deadline of the brief.
public struct ModelImageGenerator: ImageGenerator {
    /// What sends.
    public struct Clients: Sendable {
        let endpoint: VettedClient
        let strangers: VettedClient

        /// Gathers clients.
        ///
        /// - Parameters:
        ///   - endpoint: Asks the endpoint; its policy trusts the endpoint's origin.
        ///   - strangers: Asks public servers only.
        public init(endpoint: VettedClient, strangers: VettedClient) {
            self.endpoint = endpoint
            self.strangers = strangers
        }
    }

    /// Milliseconds for a picture that an answer only names.
    private static let fetchMilliseconds: UInt64 = 20_000

    private let model: ModelClient
    private let strangers: VettedClient

    /// Creates the generator.
    ///
    /// - Parameters:
    ///   - endpoint: Where the model answers.
    ///   - clients: What sends.
    ///   - clock: Reads times that the endpoint names.
    ///   - log: Where the reason of a failure is told in full.
    public init(
        _ endpoint: ModelEndpoint,
        clients: Clients,
        clock: any WallClock,
        log: any Log
    ) {
        self.init(
            ModelClient(
                endpoint: endpoint,
                client: clients.endpoint,
                patience: ModelClient.Patience(),
                clock: clock,
                log: log
            ),
            strangers: clients.strangers
        )
    }

    init(_ model: ModelClient, strangers: VettedClient) {
        self.model = model
        self.strangers = strangers
    }

    /// Makes one picture.
    public func image(
        for brief: DraftBrief,
        headline: String
    ) async throws(GenerationError) -> GeneratedImage {
        let request = ModelClient.Request(
            path: "/images/generations",
            body: [
                "model": .string(model.endpoint.model),
                "prompt": .string(Self.prompt(brief, headline)), "n": 1, "size": "1024x1024",
            ],
            accept: "application/json",
            maximumBytes: MediaFile.maximumBytes / 3 * 4 + (64 << 10)
        )
        let end = model.end(of: brief)
        let (response, _) = try await model.post(request, until: end) { NoReader() }
        let answer = try? JSONValue(parsing: response.body)
        guard let data = answer?["data"]?.arrayValue?.first else {
            throw .temporary("The image generator's answer holds no picture.")
        }
        let bytes: [UInt8]
        if let text = data["b64_json"]?.stringValue {
            guard let decoded = Base64.decode(Array(text.utf8)) else {
                throw .temporary("The image generator's picture is no base64.")
            }
            bytes = decoded
        } else if let url = data["url"]?.stringValue {
            bytes = try await fetch(url, until: end)
        } else {
            throw .temporary("The image generator's answer holds no picture.")
        }
        return try image(bytes, brief)
    }

    private func image(
        _ bytes: [UInt8],
        _ brief: DraftBrief
    ) throws(GenerationError) -> GeneratedImage {
        guard bytes.count <= MediaFile.maximumBytes else {
            throw .lasting("The image generator's picture has more than 5 MiB.")
        }
        guard let type = Publishing.MediaType(sniffing: bytes), type != .mp4 else {
            throw .lasting("The image generator's picture is no PNG, JPEG or GIF.")
        }
        return GeneratedImage(bytes: bytes, type: type, generator: model.endpoint.model)
    }

    private func fetch(
        _ url: String,
        until end: MonotonicInstant
    ) async throws(GenerationError) -> [UInt8] {
        let left = ModelClient.milliseconds(until: end)
        guard left > 0 else { throw ModelClient.late }
        let isOwn = AbsoluteURL(url)?.origin == model.endpoint.origin
        let request = VettedRequest(
            url: url,
            accepts: AnswerRules(
                wantsOnlyOK: true,
                media: .any,
                maximumBodyBytes: MediaFile.maximumBytes
            ),
            deadlineMilliseconds: min(left, Self.fetchMilliseconds)
        )
        do throws(VettedClientError) {
            return try await (isOwn ? model.client : strangers).send(request).body
        } catch {
            model.log.write(
                .warning,
                "A generated picture was not fetched",
                [.text("reason", error.description)]
            )
            throw .temporary("The image generator's picture could not be fetched.")
        }
    }

    private static func prompt(_ brief: DraftBrief, _ headline: String) -> String {
        var lines = [
            "A square picture for a post on social networks, without any lettering.",
            "The post: \(headline)", "What it is about: \(brief.prompt)",
        ]
        let colours = brief.brand?.colours.map { "\($0.name) \($0.hex)" } ?? []
        if !colours.isEmpty { lines.append("Colours: \(colours.joined(separator: ", "))") }
        if let voice = brief.brand?.voice, !voice.isEmpty { lines.append("Mood: \(voice)") }
        if !brief.designs.isEmpty {
            lines.append("In the manner of: \(brief.designs.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }
}

/// Reads nothing along.
private struct NoReader: ContentReading {
    func take(_ bytes: [UInt8], _ fields: HTTPFields) -> Bool { false }
}
