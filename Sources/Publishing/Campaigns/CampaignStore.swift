public import JSON
public import Primitives

/// Where campaigns are kept.
///
/// Every function throws ``PublishingFault/unavailable(reason:)`` where the store fails.
public protocol CampaignStore: Sendable {
    /// Begins a campaign, whose first post is due at once.
    ///
    /// - Parameters:
    ///   - brief: What it is to be.
    ///   - identifier: Its identifier.
    ///   - ticket: What makes a repeated call the same, and how the result is told.
    ///   - access: The workspace, and in whose name the posts will be made.
    /// - Returns: The result.
    /// - Throws: ``PublishingFault``; nothing was begun then.
    func begin(
        _ brief: CampaignBrief,
        as identifier: String,
        _ ticket: WriteTicket<Campaign>,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> JSONObject

    /// Returns a campaign of the workspace with the posts that were made.
    func campaign(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Campaign

    /// Returns a campaign once more to a caller that was let in a while ago.
    ///
    /// Throws ``PublishingFault/accessEnded`` where what gave the access has ended since.
    func campaignAgain(
        _ identifier: String,
        in access: WorkspaceAccess
    ) async throws(PublishingFault) -> Campaign

    /// Takes up the campaigns whose next post is due, each for as long as its brief says.
    ///
    /// One whose caller may not go on any more is given up instead.
    func dueCampaignTasks(
        limit: Int
    ) async throws(PublishingFault) -> [CampaignTask]

    /// Stores what became of a step, and the post with it, all in one durable write.
    ///
    /// A step that was concluded already, by whomever, is left as it is, and no post is stored.
    func conclude(
        _ task: CampaignTask,
        _ conclusion: CampaignConclusion
    ) async throws(PublishingFault)

    /// When the next post of a campaign is due, or `nil`.
    func nextDueCampaign() async throws(PublishingFault) -> Timestamp?
}

/// The next post of a campaign, with what is needed to make it.
public struct CampaignTask: Sendable {
    /// The campaign's identifier.
    public let campaign: String
    /// Which post it is, from 0.
    public let position: Int
    /// What the campaign is to be.
    public let brief: CampaignBrief
    /// How often this post was tried before.
    public let previousTries: Int
    /// The workspace, in the name of whoever began the campaign.
    public let access: WorkspaceAccess

    /// Puts a task together.
    public init(
        campaign: String,
        position: Int,
        brief: CampaignBrief,
        previousTries: Int,
        access: WorkspaceAccess
    ) {
        self.campaign = campaign
        self.position = position
        self.brief = brief
        self.previousTries = previousTries
        self.access = access
    }
}

/// What became of a step of a campaign.
public enum CampaignConclusion: Sendable {
    /// The post was written and gets this identifier.
    case made(identifier: String, WrittenPost)
    /// It is tried again after so many seconds; `counts` where the try failed.
    case again(afterSeconds: Int64, counts: Bool)
    /// The campaign is given up.
    case failed(Campaign.Failure)
}
