public import JSON

/// What a campaign is to be, as a caller asked for it.
public struct CampaignBrief: Sendable, Equatable {
    /// How many days a campaign may last.
    public static let durations: ClosedRange<Int64> = 1...30
    /// How many posts a campaign may have.
    public static let counts: ClosedRange<Int64> = 3...30
    /// How many pictures a post may get.
    public static let imageCounts: ClosedRange<Int64> = 1...5
    /// How many references of a kind a campaign may name.
    public static let maximumReferences: Int64 = 3

    /// What each post is about, how it is written, and where it goes.
    public var request: DraftRequest
    /// What it is for.
    public var goal = CampaignGoal.awareness
    /// Whom it speaks to.
    public var audience = CampaignAudience.businessOwners
    /// Over how many days its posts are spread.
    public var durationInDays = 7
    /// How many posts it has.
    public var count = 5
    /// How many pictures each post gets.
    public var imagesPerPost = 0

    /// Creates a brief of the usual size.
    public init(_ request: DraftRequest) {
        self.request = request
    }

    /// For how many seconds a post belongs to the server that took it up: longer than references,
    /// text and pictures may take together.
    public var leaseInSeconds: Int64 { 180 + Int64(imagesPerPost) * 120 }

    /// Where the post at `position`, counted from 0, stands.
    public func place(of position: Int) -> CampaignPlace {
        CampaignPlace(number: position + 1, of: count, goal: goal, audience: audience)
    }
}

extension CampaignBrief {
    /// The brief as the store keeps it.
    public var json: JSONObject {
        var object: JSONObject = [
            "prompt": .string(request.prompt), "goal": .string(goal.rawValue),
            "audience": .string(audience.rawValue), "duration": .integer(Int64(durationInDays)),
            "count": .integer(Int64(count)), "tone": .string(request.tone.rawValue),
            "length": .string(request.length.rawValue),
            "profiles": .array(request.profiles.map(JSONValue.string)),
            "images": .integer(Int64(imagesPerPost)),
            "urls": .array(request.referenceURLs.map(JSONValue.string)),
            "designs": .array(request.designs.map(JSONValue.string)),
        ]
        object.append("brand", ifPresent: request.brand.map(JSONValue.string))
        object.append("library", ifPresent: request.hashtagLibrary.map(JSONValue.string))
        return object
    }

    /// Reads what ``json`` wrote, or returns `nil`.
    public init?(json: JSONObject) {
        guard let prompt = json["prompt"]?.stringValue,
            let goal = json["goal"]?.stringValue.flatMap(CampaignGoal.init(rawValue:)),
            let audience = json["audience"]?.stringValue.flatMap(CampaignAudience.init(rawValue:)),
            let days = json["duration"]?.integerValue, let count = json["count"]?.integerValue,
            let images = json["images"]?.integerValue,
            let tone = json["tone"]?.stringValue.flatMap(DraftTone.init(rawValue:)),
            let length = json["length"]?.stringValue.flatMap(DraftLength.init(rawValue:))
        else { return nil }
        func texts(_ name: String) -> [String] {
            json[name]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        var request = DraftRequest(prompt: prompt)
        request.brand = json["brand"]?.stringValue
        request.tone = tone
        request.length = length
        request.profiles = texts("profiles")
        request.hashtagLibrary = json["library"]?.stringValue
        request.referenceURLs = texts("urls")
        request.designs = texts("designs")
        self.init(request)
        self.goal = goal
        self.audience = audience
        durationInDays = Int(days)
        self.count = Int(count)
        imagesPerPost = Int(images)
    }
}
