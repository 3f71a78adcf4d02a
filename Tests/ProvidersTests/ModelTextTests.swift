import Testing

@testable import Providers

@Suite("What a model wrote")
struct ModelTextTests {
    @Test(
        arguments: [
            ("HEADLINE: Oak\n\nHere.", "Oak", "Here."),
            ("**Headline:** Oak\nHere.", "Oak", "Here."),
            ("<think>Hm.\nOak?</think>\nHEADLINE: Oak\n\nHere.", "Oak", "Here."),
            ("```\nHEADLINE: Oak\n\nHere.\n```", "Oak", "Here."),
            ("Here it is. At last.", "Here it is", "Here it is. At last."),
            ("HEADLINE: ***\n\nHere. Now.", "Here", "Here. Now."),
        ]
    )
    func `headline and caption are found in what models write`(
        text: String,
        headline: String,
        caption: String
    ) throws {
        let found = try #require(ModelText(text))
        #expect(found.headline == headline)
        #expect(found.caption == caption)
    }

    @Test(arguments: ["", " ", "<think>for ever", "HEADLINE: only this"])
    func `a text without a caption is none`(text: String) {
        #expect(ModelText(text) == nil)
    }

    @Test(
        arguments: [
            (#"{"caption": "Oak. Here."}"#, "Oak", "Oak. Here."),
            (#"{"headline": "New", "caption": "Oak.\nHere."}"#, "New", "Oak.\nHere."),
            (#"{"title": "New", "text": "Oak"}"#, "New", "Oak"),
            (#"{"post": {"content": "Oak", "title": "New"}}"#, "New", "Oak"),
            (#"[{"caption": "First."}, {"caption": "Second."}]"#, "First", "First."),
            (#""HEADLINE: New\n\nOak""#, "New", "Oak"),
            ("```json\n{\"caption\": \"Oak\"}\n```", "Oak", "Oak"),
            ("HEADLINE: New\n\n```json\n{\"caption\": \"Oak\"}\n```", "New", "Oak"),
        ]
    )
    func `a post in JSON is taken out of it`(
        text: String,
        headline: String,
        caption: String
    ) throws {
        let found = try #require(ModelText(text))
        #expect(found.headline == headline)
        #expect(found.caption == caption)
    }

    @Test(
        arguments: [
            "{}", "[]", #"{"error": "no"}"#, #"{"caption": 5}"#, #"{"caption": " "}"#,
            #"{"caption": "broken o"#, "{\n  \"caption\":", #"{"caption": "a", "caption": "b"}"#,
            "[1, 2]", "\"\"",
        ]
    )
    func `JSON without a post is nonsense`(text: String) {
        #expect(ModelText(text) == nil)
    }

    @Test(arguments: ["{Oak} is here.", "[1/5] Oak is here.", "\"Oak\" is its name.", "[New] Oak"])
    func `a text that only looks like JSON is kept`(text: String) {
        #expect(ModelText(text)?.caption == text)
    }

    @Test(
        arguments: [
            ("...and then there was oak. It stays.", "and then there was oak"),
            ("! Oak is here", "Oak is here"), ("?! Really? Yes.", "Really"),
            ("\n. \n.Oak", "Oak"), ("Version 3.5 is out! Try it.", "Version 3.5 is out"),
            ("オークの机です。見てください。", "オークの机です"),
            ("🎉🎉!!\nOak is here.", "Oak is here"),
            ("🎉🎉!!", "🎉🎉!!"), ("...", "..."),
        ]
    )
    func `a headline is never empty`(caption: String, headline: String) throws {
        let found = try #require(ModelText(caption))
        #expect(found.headline == headline)
    }
}
