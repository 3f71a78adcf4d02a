private import Primitives

/// Writes the posts of campaigns by the generators that drafts come from.
public struct CampaignDrafter: CampaignWriter {
    private let drafting: Drafting
    private let references = ReadReferences()

    /// Creates the writer.
    public init(drafting: Drafting) {
        self.drafting = drafting
    }

    /// Writes the text of a post, and makes its pictures.
    public func write(_ task: CampaignTask) async -> CampaignOutcome {
        do throws(PublishingFault) {
            var material = try await material(for: task)
            material.brief.place = task.brief.place(of: task.position)
            material.brief.seed = Drafting.seed(of: "\(task.campaign).\(task.position)")
            return .written(
                try await drafting.written(
                    material,
                    for: task.brief.request,
                    images: task.brief.imagesPerPost
                )
            )
        } catch {
            return Self.outcome(of: error)
        }
    }

    /// What the workspace holds of what the brief names, with its references, which are read once.
    private func material(
        for task: CampaignTask
    ) async throws(PublishingFault) -> DraftMaterial {
        var request = task.brief.request
        let known = references.known(task.campaign)
        if known != nil { request.referenceURLs = [] }
        var material = try await drafting.material(for: request, in: task.access)
        if let known {
            material.brief.references = known
        } else {
            references.keep(material.brief.references, of: task.campaign)
        }
        return material
    }

    static func outcome(of fault: PublishingFault) -> CampaignOutcome {
        switch fault {
        case .generation(let failure) where failure.isTemporary:
            .busy(
                code: "generator_busy",
                message: failure.message,
                retryAfterSeconds: failure.retryAfterSeconds
            )
        case .generation(let failure):
            .refused(code: "generator_refused", message: failure.message)
        case .unavailable:
            .busy(code: "unavailable", message: fault.sentence, retryAfterSeconds: nil)
        case .unknown: .refused(code: "not_found", message: fault.sentence)
        default: .refused(code: "not_possible", message: fault.sentence)
        }
    }
}

/// The references of campaigns under way, so that a page is read once and not for every post.
///
/// A server that was started again reads them again.
private final class ReadReferences: Sendable {
    private static let capacity = 32

    private let kept = Lock<[(campaign: String, references: [DraftReference])]>([])

    func known(_ campaign: String) -> [DraftReference]? {
        kept.withLock { kept in kept.first { $0.campaign == campaign }?.references }
    }

    func keep(_ references: [DraftReference], of campaign: String) {
        kept.withLock { kept in
            if kept.count >= Self.capacity { kept.removeFirst() }
            kept.append((campaign, references))
        }
    }
}
