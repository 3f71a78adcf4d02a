/// Where in a campaign a post stands.
public struct CampaignPlace: Sendable, Equatable {
    /// The post's number, from 1.
    public let number: Int
    /// How many posts the campaign has.
    public let count: Int
    /// What the campaign is for.
    public let goal: CampaignGoal
    /// Whom it speaks to.
    public let audience: CampaignAudience

    /// Describes the place of post `number` of `count`.
    public init(number: Int, of count: Int, goal: CampaignGoal, audience: CampaignAudience) {
        self.number = number
        self.count = count
        self.goal = goal
        self.audience = audience
    }
}

/// What a campaign is for.
public enum CampaignGoal: String, Sendable, CaseIterable {
    /// That people know of it.
    case awareness
    /// That people get in touch.
    case leads
    /// That something new is noticed.
    case launch
    /// That an offer is taken.
    case offer
    /// That people understand something.
    case education
    /// That people come.
    case event
}

/// Whom a campaign speaks to.
public enum CampaignAudience: String, Sendable, CaseIterable {
    /// Owners of businesses.
    case businessOwners = "business_owners"
    /// Founders and executives.
    case foundersExecutives = "founders_executives"
    /// Marketing teams.
    case marketingTeams = "marketing_teams"
    /// Buyers and customers.
    case buyersCustomers = "buyers_customers"
    /// The people nearby.
    case localCommunity = "local_community"
    /// Investors.
    case investors
    /// People who buy for the first time.
    case firstTimeBuyers = "first_time_buyers"
    /// Customers already.
    case existingCustomers = "existing_customers"

    /// How a text names them, in English.
    public var title: String {
        switch self {
        case .businessOwners: "business owners"
        case .foundersExecutives: "founders and executives"
        case .marketingTeams: "marketing teams"
        case .buyersCustomers: "customers"
        case .localCommunity: "our neighbours"
        case .investors: "investors"
        case .firstTimeBuyers: "first-time buyers"
        case .existingCustomers: "our customers"
        }
    }
}
