import JSON
import Primitives
import TestSupport
import Testing

@testable import Publishing

@Suite("Content files")
struct ContentReaderTests {
    @Test func `what was written is read again`() throws {
        let first = try read(Self.whole)
        let second = try read(first.document)
        #expect(second.brandKits.map(\.content) == first.brandKits.map(\.content))
        #expect(second.posts.map(\.status) == first.posts.map(\.status))
        #expect(second.posts.map(\.scheduledAt) == first.posts.map(\.scheduledAt))
        #expect(
            second.posts.map { $0.targets.map(\.attempts) }
                == first.posts.map { $0.targets.map(\.attempts) }
        )
        #expect(second.media.map(\.bytes) == first.media.map(\.bytes))
        #expect(second.posts[0].content.hashtagLibrary?.hashtags == ["#oak"])
        #expect(first.posts[0].targets[0].profile == first.profiles[0])
    }

    @Test(
        arguments: [
            ("+3d", 259_200), ("-2h30m", -9_000), ("+0m", 0), ("2026-11-24T00:00:01Z", 1),
            ("+", nil), ("3d", nil), ("+3", nil), ("+d", nil), ("+3w", nil), ("+-3d", nil),
            ("2026-02-30T00:00:00Z", nil), ("2026-11-24 12:00:01Z", nil), ("+1234567d", nil),
        ] as [(String, Int64?)]
    )
    func `times are exact or count from now`(text: String, seconds: Int64?) {
        let time = ContentTime.parse(text, now: Samples.now)
        #expect(time == seconds.map(Samples.now.adding(seconds:)))
    }

    @Test(
        arguments: [
            (["format": "other"], "/format"), (["version": 2], "/version"),
            (["extra": 1], "/extra"), (["profiles": 1], "/profiles"),
            (["profiles": [["key": "a"]]], "/profiles/0/provider"),
            (["profiles": [["key": "a", "provider": "myspace"]]], "/profiles/0/provider"),
            (["brandKits": [["name": ""]]], "/brandKits/0/name"),
            (
                ["brandKits": [["name": "a", "colours": [["name": "b", "hex": "#12345g"]]]]],
                "/brandKits/0/colours/0/hex"
            ),
            (["brandKits": [["name": "a", "shade": "b"]]], "/brandKits/0/shade"),
            (
                ["hashtagLibraries": [["key": "a", "name": "b", "hashtags": ["oak"]]]],
                "/hashtagLibraries/0/hashtags/0"
            ),
            (["templates": [["name": "a", "format": "round"]]], "/templates/0/format"),
            (["posts": [[:]]], "/posts/0/caption"),
            (["posts": [["caption": "a", "status": "SCHEDULED"]]], "/posts/0/status"),
            (["posts": [["caption": "a", "status": "POSTED"]]], "/posts/0/status"),
            (["posts": [["caption": "a", "status": "PUBLISHING"]]], "/posts/0/status"),
            (["posts": [["caption": "a", "createdAt": "yesterday"]]], "/posts/0/createdAt"),
            (
                ["posts": [["caption": "a", "profiles": [["profile": "x"]]]]],
                "/posts/0/profiles/0/profile"
            ),
            (
                ["posts": [["caption": "a", "media": [["content": "a="]]]]],
                "/posts/0/media/0/content"
            ),
        ] as [(JSONObject, String)]
    )
    func `a slip is found and its place is named`(change: JSONObject, place: String) {
        var document: JSONObject = ["format": "wayleave-workspace-content", "version": 1]
        for member in change { document[member.name] = member.value }
        #expect {
            try read(.object(document))
        } throws: { error in
            guard case .invalid(let part, _) = error as? PublishingFault else { return false }
            return part == place
        }
    }

    private func read(_ document: JSONValue) throws -> WorkspaceContent {
        let identifiers = ItemIdentifiers(random: SeededRandom(seed: 1))
        return try ContentReader.read(document, identifiers, now: Samples.now)
    }

    private static let whole: JSONValue = [
        "format": "wayleave-workspace-content", "version": 1,
        "profiles": [["key": "d", "provider": "demo", "name": "N", "handle": "@n"]],
        "brandKits": [
            ["name": "House", "voice": "Warm.", "colours": [["name": "Fir", "hex": "#1b4d3e"]]]
        ],
        "hashtagLibraries": [["key": "l", "name": "Craft", "hashtags": ["#oak"]]],
        "templates": [["name": "Quote", "format": "square"]],
        "posts": [
            [
                "caption": "Out", "status": "POSTED", "createdAt": "-2d", "scheduledAt": "-1d",
                "hashtagLibrary": "l",
                "profiles": [
                    [
                        "profile": "d", "caption": "Own",
                        "attempts": [
                            ["outcome": "failed", "code": "busy", "message": "Later."],
                            ["outcome": "published", "url": "https://demo.example/1"],
                        ],
                    ]
                ],
            ],
            ["status": "DRAFT", "media": [["content": "R0lGODlh", "sourceUrl": "https://a.b/c"]]],
            [
                "caption": "Soon", "status": "SCHEDULED", "scheduledAt": "+1d",
                "profiles": [["profile": "d"]],
            ],
        ],
    ]
}
