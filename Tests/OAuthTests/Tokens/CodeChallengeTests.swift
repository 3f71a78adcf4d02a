import OAuth
import Testing

@Suite("PKCE (RFC 7636)")
struct CodeChallengeTests {
    @Test func `the example of appendix B matches`() throws {
        let verifier = try #require(CodeVerifier(parsing: Array(Fixture.verifier.utf8)))
        let challenge = try #require(CodeChallenge(parsing: Array(Fixture.challenge.utf8)))
        #expect(
            challenge.digest == [
                19, 211, 30, 150, 26, 26, 216, 236, 47, 22, 177, 12, 76, 152, 46, 8, 118, 168, 120,
                173, 109, 241, 68, 86, 110, 225, 137, 74, 203, 112, 249, 195,
            ]
        )
        #expect(verifier.matches(challenge: challenge.digest))
    }

    @Test(arguments: [0, 42, 129, 4_096])
    func `S-33 a verifier outside 43 to 128 characters is none`(length: Int) {
        #expect(CodeVerifier(parsing: [UInt8](repeating: 0x61, count: length)) == nil)
    }

    @Test(arguments: [43, 128])
    func `the shortest and the longest verifier are accepted`(length: Int) {
        #expect(CodeVerifier(parsing: [UInt8](repeating: 0x7E, count: length)) != nil)
    }

    @Test(arguments: ["+", "/", "=", " ", "%", "é", "\0"])
    func `a verifier has unreserved characters only`(character: String) {
        let text = String(repeating: "a", count: 50) + character
        #expect(CodeVerifier(parsing: Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        "", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
    ])
    func `S-33 a challenge is the one encoding of 32 bytes`(text: String) {
        #expect(CodeChallenge(parsing: Array(text.utf8)) == nil)
    }

    @Test func `S-34 the challenge itself is not its verifier`() throws {
        let challenge = try #require(CodeChallenge(parsing: Array(Fixture.challenge.utf8)))
        let verifier = try #require(CodeVerifier(parsing: Array(Fixture.challenge.utf8)))
        #expect(!verifier.matches(challenge: challenge.digest))
        #expect(!verifier.matches(challenge: []))
    }
}
