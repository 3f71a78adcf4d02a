import HTTP
import JSON
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Providers

@Suite("Publishing to Bluesky over a real socket", .timeLimit(.minutes(10)))
struct BlueskyPublishingTests {
    private func isPublished(_ outcome: PublishOutcome) -> Bool {
        guard case .published(let url?) = outcome else { return false }
        return url.hasPrefix("https://bsky.app/profile/\(BlueskyFake.account)/post/")
    }

    @Test func `a text goes out with its links and hashtags`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            let text = "Öak at https://a.example/b. #oak"
            let outcome = await at.provider.publish(try Publications.make(text, to: offer))
            #expect(isPublished(outcome))
            let record = try #require(at.fake.state.value.records.values.first)
            #expect(record["text"] == .string(text))
            #expect(record["createdAt"] == "2026-11-24T00:00:00Z")
            let facets = try #require(record["facets"]?.arrayValue)
            #expect(facets.count == 2)
            #expect(facets[0]["index"]?["byteStart"] == 8)
            #expect(facets[0]["index"]?["byteEnd"] == 27)
            #expect(facets[0]["features"]?.arrayValue?.first?["uri"] == "https://a.example/b")
            #expect(facets[1]["features"]?.arrayValue?.first?["tag"] == "oak")
        }
    }

    @Test func `pictures are uploaded and embedded`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            let outcome = await at.provider.publish(
                try Publications.make("Look", to: offer, media: [Publications.png])
            )
            #expect(isPublished(outcome))
            let record = try #require(at.fake.state.value.records.values.first)
            #expect(record["embed"]?["$type"] == "app.bsky.embed.images")
            let image = record["embed"]?["images"]?.arrayValue?.first
            #expect(image?["image"]?["ref"]?["$link"] == "bafkrei0")
            #expect(at.fake.state.value.blobs["bafkrei0"]?.bytes == Publications.png)
            #expect(at.fake.state.value.blobs["bafkrei0"]?.type == "image/png")
        }
    }

    @Test(arguments: [BlueskyFake.Accident.lostAfterStoring, .lostBeforeStoring])
    func `an answer that was lost leads to one record`(
        accident: BlueskyFake.Accident
    ) async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            at.fake.state.change { $0.accident = accident }
            let publication = try Publications.make("Once", to: offer)
            guard case .uncertain = await at.provider.publish(publication) else {
                Issue.record("a lost answer leaves doubt")
                return
            }
            let again = await at.provider.publish(Publications.again(publication))
            #expect(isPublished(again))
            #expect(at.fake.state.value.records.count == 1)
            // Hours later, and after another crash, it is still the same.
            at.scene.clock.advance(seconds: 90_000)
            #expect(await at.provider.publish(Publications.again(publication)) == again)
            #expect(at.fake.state.value.records.count == 1)
        }
    }

    @Test func `a key that another record has is left to it`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            let publication = try Publications.make("Mine", to: offer)
            let key = RecordKey(of: publication.key, at: publication.firstAskedAt)
            at.fake.state.change { $0.records[key.text] = ["text": "Somebody's"] }
            #expect(isPublished(await at.provider.publish(publication)))
            #expect(at.fake.state.value.records.count == 2)
            #expect(isPublished(await at.provider.publish(Publications.again(publication))))
            #expect(at.fake.state.value.records.count == 2)
        }
    }

    @Test func `an expired token is renewed once and kept`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            at.fake.expire()
            let outcome = await at.provider.publish(
                try Publications.make("Look", to: offer, media: [Publications.png])
            )
            #expect(isPublished(outcome))
            let secret = try #require(at.secrets.held.value?.secret)
            let kept = try #require(NetworkCredentials(secret))
            #expect(kept.access.exposed == "access-1")
            #expect(kept.refresh?.exposed == "refresh-1")
            let refreshes = at.fake.state.value.requests.filter {
                $0.path.hasSuffix("refreshSession")
            }
            #expect(refreshes.count == 1)
        }
    }

    @Test func `two that find the token expired renew it once`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            at.fake.expire()
            let provider = at.provider
            let publications = try (1...6).map { number in
                try Publications.make("Post \(number)", to: offer, key: "pg_\(number).spr_1.1")
            }
            let outcomes = await withTaskGroup(of: PublishOutcome.self) { group in
                for publication in publications {
                    group.addTask { await provider.publish(publication) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.allSatisfy(isPublished))
            #expect(at.fake.state.value.records.count == 6)
            #expect(at.fake.state.value.count == 2)
        }
    }

    @Test func `a session that was ended shuts the profile out`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            at.fake.end()
            guard case .shutOut = await at.provider.publish(try Publications.make("x", to: offer))
            else {
                Issue.record("the session is over")
                return
            }
            #expect(at.fake.state.value.records.isEmpty)
        }
    }

    @Test func `a rate limit is waited for`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            at.fake.state.change { $0.accident = .rateLimited }
            let outcome = await at.provider.publish(try Publications.make("x", to: offer))
            guard case .busy("rate_limited", _, 60) = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test func `what the lexicon does not take is refused unasked`() async throws {
        try await BlueskyScene.with { at in
            let offer = try await at.connect()
            let asked = at.fake.state.value.requests.count
            let family = String(repeating: "👩‍👩‍👧", count: 200)
            let large = Publications.png + [UInt8](repeating: 0, count: 1_000_000)
            let film: [UInt8] = [0, 0, 0, 24] + Array("ftypisom".utf8)
            for (text, media, code) in [
                (String(repeating: "a", count: 301), [], "text_too_long"),
                (family, [], "text_too_long"), ("x", [large], "media_too_large"),
                ("x", [film], "media_unsupported"),
                ("x", [[UInt8]](repeating: Publications.png, count: 5), "too_many_media"),
            ] as [(String, [[UInt8]], String)] {
                let outcome = await at.provider.publish(
                    try Publications.make(text, to: offer, media: media)
                )
                guard case .refused(code, _) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
            #expect(at.fake.state.value.requests.count == asked)
        }
    }
}

@Suite("Rich text of Bluesky")
struct RichTextTests {
    @Test(
        arguments: [
            ("plain", []),
            ("https://a.example", ["https://a.example@0-17"]),
            ("(https://a.example/b)", ["https://a.example/b@1-20"]),
            ("https://a.example/b_(c)", ["https://a.example/b_(c)@0-23"]),
            ("see http://a.example, ok", ["http://a.example@4-20"]),
            ("https://a.example/cæ", ["https://a.example/cæ@0-21"]),
            ("https://a.example/b\u{3000}c", ["https://a.example/b@0-19"]),
            ("https://a.example/b…”", ["https://a.example/b@0-19"]),
            ("https://localhost", []), ("xhttps://a.example", []),
            ("#oak #42 # #öl!", ["#oak@0-4", "#öl@11-15"]),
            ("👩‍👩‍👧 #a", ["#a@19-21"]), ("a#b", []), ("\n#x\n#y", ["#x@1-3", "#y@4-6"]),
        ] as [(String, [String])]
    )
    func `links and hashtags are found by their bytes`(text: String, expected: [String]) {
        let found = RichText.facets(of: text).map { facet in
            let place = "@\(facet.bytes.lowerBound)-\(facet.bytes.upperBound)"
            switch facet.feature {
            case .link(let address): return address + place
            case .tag(let tag): return "#\(tag)\(place)"
            }
        }
        #expect(found == expected)
    }
}

@Suite("Record keys")
struct RecordKeyTests {
    private let time = Timestamp(secondsSinceEpoch: 1_795_478_400)

    @Test func `a key has the form of a timestamp identifier and is the same every time`() {
        let key = RecordKey(of: "pg_1.spr_1.1", at: time)
        #expect(key == RecordKey(of: "pg_1.spr_1.1", at: time))
        let digits = Set("234567abcdefghijklmnopqrstuvwxyz")
        #expect(key.text.count == 13)
        #expect(key.text.allSatisfy(digits.contains))
        #expect("234567abcdefghij".contains(key.text.prefix(1)))
    }

    @Test func `other publications, times and numbers have other keys`() {
        var keys: Set<String> = []
        for number in 0..<2_000 { keys.insert(RecordKey(of: "pg_\(number)", at: time).text) }
        #expect(keys.count == 2_000)
        #expect(RecordKey(of: "a", at: time) != RecordKey(of: "a", at: time, number: 1))
        let later = RecordKey(of: "a", at: time.adding(seconds: 2))
        #expect(RecordKey(of: "a", at: time).text < later.text)
    }
}
