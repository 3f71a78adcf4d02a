import JSON
import Primitives
import Testing

@testable import Publishing

@Suite("Schedules of workflows")
struct DailyScheduleTests {
    // 2026-11-24 is a Tuesday.
    @Test(
        arguments: [
            ("08:00", [], "2026-11-24T07:59:59Z", "2026-11-24T08:00:00Z"),
            ("08:00", [], "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z"),
            ("00:00", [], "2026-12-31T12:00:00Z", "2027-01-01T00:00:00Z"),
            ("08:00", ["fri"], "2026-11-24T00:00:00Z", "2026-11-27T08:00:00Z"),
            ("08:00", ["tue"], "2026-11-24T08:00:00Z", "2026-12-01T08:00:00Z"),
            ("23:59", ["mon", "sun"], "2026-11-24T00:00:00Z", "2026-11-29T23:59:00Z"),
        ]
    )
    func `the next moment lies after now`(
        time: String,
        days: [String],
        now: String,
        expected: String
    ) throws {
        let schedule = try #require(DailySchedule(time: time, days: days))
        let now = try #require(Timestamp(utc: now))
        #expect(schedule.next(after: now) == Timestamp(utc: expected))
    }

    @Test(arguments: ["24:00", "8:00", "08:60", "0800", "ab:cd", ""])
    func `a time of another form is refused`(time: String) {
        #expect(DailySchedule(time: time, days: []) == nil)
    }

    @Test func `a day of another name is refused`() {
        #expect(DailySchedule(time: "08:00", days: ["someday"]) == nil)
    }

    @Test func `a definition is written and read again`() throws {
        let json: JSONObject = [
            "name": "All steps",
            "trigger": ["on": "schedule", "at": "08:30", "days": ["mon"]],
            "steps": [
                ["do": "create_draft", "caption": "{{text}}", "profiles": ["spr_1"]],
                ["do": "apply_hashtags", "library": "hl_1"], ["do": "schedule", "inHours": 2],
                ["do": "publish"], ["do": "call_webhook", "profile": "spr_2"],
            ],
        ]
        #expect(try WorkflowDefinition(json: json).json == json)
    }

    @Test(
        arguments: [
            (["name": "x", "steps": []], "/steps"), (["name": "x"], "/steps"),
            (["name": "x", "steps": [["do": "dance"]]], "/steps/0/do"),
            (["name": "x", "steps": [["do": "publish", "now": true]]], "/steps/0/now"),
            (["name": "x", "steps": [["do": "schedule", "inHours": 0]]], "/steps/0/inHours"),
            (
                ["name": "x", "trigger": ["on": "rain"], "steps": [["do": "publish"]]],
                "/trigger/on"
            ),
        ] as [(JSONObject, String)]
    )
    func `a slip in a definition is found`(json: JSONObject, place: String) {
        #expect {
            try WorkflowDefinition(json: json)
        } throws: { error in
            guard case .invalid(let part, _) = error as? PublishingFault else { return false }
            return part == place
        }
    }
}
