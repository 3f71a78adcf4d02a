import JSON
import Primitives
import Testing

@testable import Publishing

@Suite("Previews")
struct PostPreviewTests {
    @Test(
        arguments: [
            ("Oak", "Oak\n\n#handmade #oak", []),
            ("", "#handmade #oak", []),
            ("Made of #OAK", "Made of #OAK\n\n#handmade", []),
            ("#oaks", "#oaks\n\n#handmade #oak", []),
            (String(repeating: "a", count: 265), nil, ["#oak"]),
            (String(repeating: "a", count: 270), nil, ["#handmade"]),
            (String(repeating: "a", count: 280), nil, ["#handmade", "#oak"]),
        ] as [(String, String?, [String])]
    )
    func `hashtags follow the text once, as far as there is room`(
        caption: String,
        text: String?,
        leftOut: [String]
    ) {
        let composed = ComposedText(
            caption,
            hashtags: Samples.library.hashtags,
            limits: NetworkLimits(of: .demo)
        )
        if let text { #expect(composed.text == text) }
        #expect(composed.leftOut == leftOut)
        #expect(composed.text.unicodeScalars.count <= 280)
    }

    @Test(
        arguments: [
            (.demo, 280, []), (.demo, 281, [.textTooLong]), (.mastodon, 500, []),
            (.mastodon, 501, [.textTooLong]), (.instagram, 10, [.mediaRequired]),
            (.pinterest, 501, [.textTooLong, .mediaRequired]), (.webhook, 10_000, []),
        ] as [(Network, Int, [PublishProblem.Code])]
    )
    func `each network has its limits`(
        network: Network,
        length: Int,
        problems: [PublishProblem.Code]
    ) {
        let post = Samples.post(String(repeating: "a", count: length), on: [network])
        let preview = PostPreview.of(post)[0]
        #expect(preview.problems.map(\.code) == problems)
        #expect(preview.length == length)
    }

    @Test func `the limits of the profile's own server hold`() {
        var profile = Samples.profile(.mastodon)
        profile.limits = NetworkLimits(5_000, .links(as: 30), media: 1)
        let text = String(repeating: "a", count: 900) + " https://a.example"
        let preview = PostPreview(
            PostContent(caption: text, media: [], hashtagLibrary: nil),
            on: PostTarget(profile: profile, caption: nil),
            mediaCount: 2
        )
        #expect(preview.length == 931)
        #expect(preview.maximumLength == 5_000)
        #expect(preview.problems.map(\.code) == [.tooManyMedia])
    }

    @Test(
        arguments: [
            (.png, 1_000_000, []), (.png, 1_000_001, [.mediaTooLarge]),
            (.mp4, 100, [.mediaUnsupported]),
        ] as [(MediaType, Int, [PublishProblem.Code])]
    )
    func `a file that Bluesky does not take is told before`(
        type: MediaType,
        bytes: Int,
        codes: [PublishProblem.Code]
    ) {
        let item = MediaItem(identifier: "med_1", type: type, byteCount: bytes, sourceURL: "")
        let content = PostContent(caption: "x", media: [item], hashtagLibrary: nil)
        func found(_ network: Network) -> [PublishProblem.Code] {
            let target = PostTarget(profile: Samples.profile(network), caption: nil)
            return PostPreview(content, on: target, mediaCount: 1).problems.map(\.code)
        }
        #expect(found(.bluesky) == codes)
        #expect(found(.mastodon).isEmpty)
    }

    @Test(
        arguments: [
            ([.mp4], []), ([.mp4, .png], [.tooManyMedia]), ([.mp4, .mp4], [.tooManyMedia]),
            ([.png, .gif, .jpeg, .png], []),
        ] as [([MediaType], [PublishProblem.Code])]
    )
    func `a film stands alone on Mastodon`(types: [MediaType], codes: [PublishProblem.Code]) {
        let items = types.enumerated().map { number, type in
            MediaItem(identifier: "med_\(number)", type: type, byteCount: 9, sourceURL: "")
        }
        let content = PostContent(caption: "x", media: items, hashtagLibrary: nil)
        let target = PostTarget(profile: Samples.profile(.mastodon), caption: nil)
        let preview = PostPreview(content, on: target, mediaCount: items.count)
        #expect(preview.problems.map(\.code) == codes)
    }

    @Test func `hashtags that would take too many bytes are left out`() {
        // 120 families of 25 bytes are 3,000.
        let family = String(repeating: "👩‍👩‍👧‍👦", count: 120)
        var post = Samples.post(family, on: [.bluesky])
        #expect(PostPreview.of(post)[0].problems.isEmpty)
        post.content.hashtagLibrary = Samples.library
        let preview = PostPreview.of(post)[0]
        #expect(preview.problems.map(\.code) == [.hashtagsLeftOut])
        #expect(preview.text.utf8.count <= 3_000)
    }

    @Test func `a text of few signs and many bytes is too long for Bluesky`() {
        let family = String(repeating: "👩‍👩‍👧‍👦", count: 200)
        let preview = PostPreview.of(Samples.post(family, on: [.bluesky]))[0]
        #expect(preview.length == 200)
        #expect(preview.problems.map(\.code) == [.textTooLong])
    }

    @Test func `limits are read as they were kept`() {
        for network in Network.allCases {
            var limits = NetworkLimits(of: network)
            limits.maximumImageBytes = 7
            limits.takesFilms = false
            limits.filmsStandAlone = network == .x
            #expect(NetworkLimits(json: limits.json) == limits)
        }
        #expect(NetworkLimits(json: ["length": 5]) == nil)
        #expect(NetworkLimits(json: "x") == nil)
    }

    @Test func `files are counted`() {
        let content = Samples.post().content
        func codes(_ network: Network, _ count: Int) -> [PublishProblem.Code] {
            let target = PostTarget(profile: Samples.profile(network), caption: nil)
            return PostPreview(content, on: target, mediaCount: count).problems.map(\.code)
        }
        #expect(codes(.x, 4) == [])
        #expect(codes(.x, 5) == [.tooManyMedia])
        #expect(codes(.instagram, 1) == [])
    }

    @Test func `a version stands in for the text`() {
        var post = Samples.post("Long text", on: [.demo, .x])
        post.targets[1].caption = "Short"
        #expect(PostPreview.of(post).map(\.text) == ["Long text", "Short"])
    }

    @Test func `only hashtags that found no room do not stand in the way`() {
        let all = PublishProblem.Code.allCases.map { PublishProblem($0, profile: nil, "") }
        #expect(all.filter { !$0.isBlocking }.map(\.code) == [.hashtagsLeftOut])
    }
}
