import OAuth
import Testing

@Suite("Token lifetimes")
struct TokenLifetimesTests {
    @Test func `the standard ones survive their database form`() {
        let text = TokenLifetimes.standard.compactText
        #expect(text == "60 600 30 2592000 31536000 60")
        #expect(TokenLifetimes(compactText: text) == .standard)
    }

    @Test(arguments: [
        "", "60 600 30 2592000 31536000", "60 600 30 2592000 31536000 60 ",
        "60 600 30 2592000 31536000 600", "0 600 30 2592000 31536000 60",
        "60 600 30 2592000 2591999 60", "60 600 -1 2592000 31536000 60",
        "60 600 30 2592000 9223372036854775807 60", "+60 600 30 2592000 31536000 60",
    ])
    func `lifetimes that contradict each other are refused`(text: String) {
        #expect(TokenLifetimes(compactText: text) == nil)
    }
}
