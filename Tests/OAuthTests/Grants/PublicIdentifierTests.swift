import OAuth
import Primitives
import TestSupport
import Testing

@Suite("Public identifiers")
struct PublicIdentifierTests {
    @Test(arguments: PublicIdentifier.allCases)
    func `a made one matches its own kind and no other`(kind: PublicIdentifier) {
        let text = kind.make(from: SeededRandom(seed: 7))
        #expect(text.utf8.count == kind.rawValue.utf8.count + 22)
        for other in PublicIdentifier.allCases {
            #expect(other.matches(text) == (other == kind))
        }
    }

    @Test(arguments: ["", "grt_", "grt_AAAAAAAAAAAAAAAAAAAAA", "grt_AAAAAAAAAAAAAAAAAAAAAB", "x"])
    func `other texts do not match`(text: String) {
        #expect(!PublicIdentifier.grant.matches(text))
    }
}
