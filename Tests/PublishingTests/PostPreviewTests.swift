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
