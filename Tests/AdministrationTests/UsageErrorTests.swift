import Testing

@testable import Administration

@Suite("The words for a wrong call")
struct UsageErrorTests {
    static let sentences: [(UsageError, String)] = [
        (
            .unknownCommand("usr", parent: "wayleave", suggestion: "user"),
            "there is no command 'wayleave usr'; did you mean 'wayleave user'?"
        ),
        (
            .unknownOption("jsn", command: "wayleave user list", suggestion: nil),
            "'wayleave user list' has no option '--jsn' (see 'wayleave user list --help')"
        ),
        (
            .missingValue(option: "name", placeholder: "NAME", command: "wayleave user add"),
            "--name needs a value; write --name NAME (see 'wayleave user add --help')"
        ),
        (
            .excessOperands(taken: 0, command: "wayleave token inspect"),
            "'wayleave token inspect' takes no arguments; put a value with spaces in quotes "
                + "(see 'wayleave token inspect --help')"
        ),
        (
            .unconfirmed(command: "wayleave grant revoke"),
            "'wayleave grant revoke' asks before it ends anything, and there is no terminal to ask "
                + "at; add --yes to go ahead"
        ),
    ]

    @Test(arguments: 0..<sentences.count)
    func `a mistake is one sentence that says what to do`(index: Int) {
        let (error, sentence) = Self.sentences[index]
        #expect(error.sentence == sentence)
    }

    @Test func `what was typed is shortened and cannot move the cursor`() {
        let error = UsageError.unknownCommand(
            "\u{1b}[2J\(String(repeating: "x", count: 500))",
            parent: "wayleave",
            suggestion: nil
        )
        #expect(!error.sentence.unicodeScalars.contains("\u{1b}"))
        #expect(error.sentence.count < 120)
    }

    static let slips: [(String, String?)] = [
        ("lst", "list"), ("ilst", "list"), ("lis", "list"), ("revoek", "revoke"), ("sho", "show"),
        ("xyz", nil), ("l", nil), ("", nil), ("revocation-list", nil),
    ]

    @Test(arguments: 0..<slips.count)
    func `the nearest spelling is suggested, and none where none is near`(index: Int) {
        let (word, meant) = Self.slips[index]
        let candidates = ["list", "show", "revoke", "remove"]
        #expect(Spelling.nearest(to: word, among: candidates) == meant)
    }

    static let distances: [(String, String, Int)] = [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1),
        ("abc", "acb", 1), ("kitten", "sitting", 3), ("flaw", "lawn", 2),
    ]

    @Test(arguments: 0..<distances.count)
    func `slips are counted`(index: Int) {
        let (left, right, count) = Self.distances[index]
        #expect(Spelling.distance(left, right) == count)
        #expect(Spelling.distance(right, left) == count)
    }
}
