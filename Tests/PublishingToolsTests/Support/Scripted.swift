import Publishing
import TestSupport
import Testing

/// Generators that a test directs, and that note what they were asked.
final class Scripted: TextGenerator, ImageGenerator, ReferenceFetcher {
    let briefs = Shared<[DraftBrief]>([])
    private let failures: Shared<[GenerationError]>
    private let drawing: GenerationError?
    private let meanwhile: (@Sendable () async throws -> Void)?

    init(
        failures: [GenerationError] = [],
        drawing: GenerationError? = nil,
        meanwhile: (@Sendable () async throws -> Void)? = nil
    ) {
        self.failures = Shared(failures)
        self.drawing = drawing
        self.meanwhile = meanwhile
    }

    func generators(dailyLimit: Int) -> Drafting.Generators {
        var generators = Drafting.Generators(text: self, image: self)
        generators.references = self
        generators.dailyLimit = dailyLimit
        return generators
    }

    func draft(_ brief: DraftBrief) async throws(GenerationError) -> TextDraft {
        do { try await meanwhile?() } catch { Issue.record(error) }
        if let failure = failures.value.first {
            failures.change { $0.removeFirst() }
            throw failure
        }
        briefs.change { $0.append(brief) }
        return TextDraft(caption: "Text", headline: "Head", generator: "scripted", warnings: [])
    }

    func image(
        for brief: DraftBrief,
        headline: String
    ) async throws(GenerationError) -> GeneratedImage {
        if let drawing { throw drawing }
        return GeneratedImage(bytes: [0xff, 0xd8, 0xff], type: .jpeg, generator: "scripted")
    }

    func text(of url: String) async throws(PublishingFault) -> String {
        guard !url.hasSuffix("gone") else { throw .media(url: url, problem: "it is not there") }
        return "Page of \(url)"
    }
}
