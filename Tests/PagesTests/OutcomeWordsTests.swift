import Testing

@testable import Pages

@Suite("How a call ended, in words")
struct OutcomeWordsTests {
    @Test(arguments: [
        ("succeeded", "Done"), ("role_too_low", "Refused: your role there does not allow it"),
        ("media_unavailable", "Not done: media unavailable"), ("", "Not done: unknown"),
        (String(repeating: "x", count: 50), "Not done: " + String(repeating: "x", count: 39) + "…"),
    ])
    func `a code becomes a sentence`(code: String, words: String) {
        #expect(OutcomeWords.words(for: code) == words)
        #expect(OutcomeWords.isDone(code) == (code == "succeeded"))
    }
}
