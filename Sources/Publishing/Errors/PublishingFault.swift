public import Primitives

/// Why something was not done; nothing was changed then.
public enum PublishingFault: Error, Sendable, Equatable {
    /// The workspace holds no such item; whether another one does is not told.
    case unknown(ItemKind, identifier: String)
    /// A part of the request cannot be used; `part` is the name of the argument.
    case invalid(part: String, problem: String)
    /// The item was changed since the caller read it.
    case revisionConflict(current: Int64)
    /// The post is in a state in which this cannot be done.
    case wrongStatus(PostStatus, needed: String)
    /// The post cannot go out as it is.
    case notPublishable([PublishProblem])
    /// The idempotency key was used with other arguments.
    case keyReused
    /// What gave access ended while the call was under way.
    case accessEnded
    /// The person wants to be asked first, and has not agreed to what this would do now.
    case notAgreed
    /// A file could not be fetched or is not one that can be published.
    case media(url: String, problem: String)
    /// This server cannot connect profiles of the network that was named; others it can.
    case networkUnavailable(String, available: [Network])
    /// A generator made nothing.
    case generation(GenerationError)
    /// The workspace has had as many drafts generated today as it may.
    case budgetSpent(limit: Int, left: Int, freesAt: Timestamp)
    /// As many campaigns are being made in the workspace as may be at once.
    case tooManyCampaigns(limit: Int)
    /// This server cannot do it as it is set up; the text says what is missing.
    case notSetUp(String)
    /// The store failed; the text is for the log.
    case unavailable(reason: String)
}

/// The kinds of items that a workspace holds.
public enum ItemKind: String, Sendable, CaseIterable {
    /// A connected account of a network.
    case profile = "social profile"
    /// A post with its versions.
    case postGroup = "post group"
    /// A brand kit.
    case brandKit = "brand kit"
    /// A hashtag library.
    case hashtagLibrary = "hashtag library"
    /// A Studio template.
    case studioTemplate = "Studio template"
    /// A workflow.
    case workflow = "workflow"
    /// A run of a workflow.
    case workflowRun = "workflow run"
    /// A campaign.
    case campaign = "campaign"
    /// A file that a post shows.
    case media = "media file"

    /// What identifiers of this kind begin with.
    public var prefix: String {
        switch self {
        case .profile: "spr_"
        case .postGroup: "pg_"
        case .brandKit: "bk_"
        case .hashtagLibrary: "hl_"
        case .studioTemplate: "tpl_"
        case .workflow: "wf_"
        case .workflowRun: "run_"
        case .campaign: "cmp_"
        case .media: "med_"
        }
    }
}
