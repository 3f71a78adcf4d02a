import JSON
import Primitives
import Publishing
import Testing

@Suite("Campaigns: what is planned and kept")
struct CampaignPlanTests {
    private static let sizes: [(count: Int, days: Int)] = [
        (3, 1), (3, 30), (5, 7), (7, 7), (8, 7), (30, 1), (30, 30), (29, 13), (10, 3),
    ]

    @Test(arguments: sizes)
    func `each post has a time of its own, by day, within the days`(count: Int, days: Int) {
        var brief = CampaignBrief(DraftRequest(prompt: "The new shop opens"))
        brief.count = count
        brief.durationInDays = days
        let start = Timestamp(secondsSinceEpoch: 1_764_075_599)  // 2025-11-25T12:59:59Z
        let plan = CampaignPlan(brief, from: start)
        let times = (0..<count).map { plan.suggestedTime(of: $0).secondsSinceEpoch }
        #expect(times == times.sorted())
        #expect(Set(times).count == count)
        let tomorrow: Int64 = 1_764_115_200  // 2025-11-26T00:00:00Z
        #expect(times.allSatisfy { $0 >= tomorrow && $0 < tomorrow + Int64(days) * 86_400 })
        #expect(times.allSatisfy { (9..<19).contains($0 % 86_400 / 3_600) })
        // Spread, not heaped at the beginning.
        let used = Set(times.map { ($0 - tomorrow) / 86_400 })
        #expect(used.count == min(count, days))
    }

    @Test func `a brief comes back from the store as it went in`() {
        var request = DraftRequest(prompt: "Oak boards \u{1F9E1}")
        request.brand = "bk_1"
        request.tone = .founderLed
        request.length = .extraLong
        request.profiles = ["spr_1", "spr_2"]
        request.hashtagLibrary = "hl_1"
        request.referenceURLs = ["https://example.com/"]
        request.designs = ["tpl_1"]
        var brief = CampaignBrief(request)
        brief.goal = .event
        brief.audience = .firstTimeBuyers
        brief.durationInDays = 30
        brief.count = 3
        brief.imagesPerPost = 5
        #expect(CampaignBrief(json: brief.json) == brief)
        let plain = CampaignBrief(DraftRequest(prompt: "Nothing else"))
        #expect(CampaignBrief(json: plain.json) == plain)
        #expect(CampaignBrief(json: ["prompt": "x"]) == nil)
        #expect(brief.place(of: 2).number == 3)
        #expect(brief.leaseInSeconds > plain.leaseInSeconds)
    }
}
