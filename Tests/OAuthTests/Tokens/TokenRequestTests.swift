import OAuth
import Testing

@Suite("Token requests (RFC 6749 §4.1.3)")
struct TokenRequestTests {
    private func failure(_ pairs: [(String, String)]) -> TokenFailure? {
        do {
            _ = try TokenRequest(parsing: Fixture.parameters(pairs))
            return nil
        } catch {
            return error
        }
    }

    @Test func `the RFC's example parses`() {
        let pairs = [
            ("grant_type", "authorization_code"), ("code", "SplxlOBeZQQYbYS6WxSbIA"),
            ("redirect_uri", "https://client.example.com/cb"),
        ]
        #expect(failure(pairs) == nil)
        #expect(failure(pairs.reversed()) == nil)
    }

    @Test(
        arguments: [
            ([], .missingGrantType),
            ([("grant_type", "")], .missingGrantType),
            ([("grant_type", "authorization_code")], .missingCode),
            ([("grant_type", "authorization_code"), ("code", "")], .missingCode),
            ([("grant_type", "refresh_token")], .missingRefreshToken),
            ([("grant_type", "password")], .unsupportedGrantType),
            ([("grant_type", "client_credentials")], .unsupportedGrantType),
            ([("grant_type", "Authorization_Code"), ("code", "c")], .unsupportedGrantType),
        ] as [([(String, String)], TokenFailure)]
    )
    func `S-54 what is missing or unknown is named`(
        pairs: [(String, String)],
        expected: TokenFailure
    ) {
        #expect(failure(pairs) == expected)
    }

    @Test(arguments: ["grant_type", "code", "redirect_uri", "code_verifier", "scope"])
    func `S-07 a repeated parameter is refused`(name: String) {
        let good = [
            ("grant_type", "authorization_code"), ("code", "c"), ("redirect_uri", "r"),
            ("code_verifier", Fixture.verifier), ("scope", "posts:read"),
        ]
        #expect(failure(good) == nil)
        #expect(failure(good + [(name, "")]) == .repeatedParameter)
        #expect(failure([(name, "x")] + good) == .repeatedParameter)
    }

    @Test func `S-08 unknown parameters are ignored and resource may repeat`() {
        let pairs = [
            ("grant_type", "refresh_token"), ("refresh_token", "t"), ("foo", "1"), ("foo", "2"),
            ("resource", Fixture.resourceText), ("resource", Fixture.resourceText),
        ]
        #expect(failure(pairs) == nil)
    }
}
