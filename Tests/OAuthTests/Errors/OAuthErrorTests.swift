import JSON
import OAuth
import Testing

@Suite("Errors on the wire (RFC 6749 §5.2)")
struct OAuthErrorTests {
    private static let canonical = Fixture.resourceText

    private static let resources: [ResourceRefusal] = [
        .notAbsolute(canonical: canonical), .hasFragment(canonical: canonical),
        .hasQuery(canonical: canonical), .otherOrigin(canonical: canonical),
        .otherPath(canonical: canonical),
    ]

    private static let tokens: [TokenFailure] =
        [
            .repeatedParameter, .missingGrantType, .unsupportedGrantType, .missingCode,
            .missingRefreshToken, .notACode, .notARefreshToken, .notAuthentic, .otherClient,
            .otherRedirectURI, .wrongVerifier, .excessiveScope, .userDisabled, .clientDisabled,
            .revoked(.codeReplay), .codeExpired, .codeReplayed(grant: "grt_x"), .idleExpired,
            .absoluteExpired, .refreshReplayed(grant: "grt_x", generationGap: 2), .fromTheFuture,
            .store(.damaged("x")),
        ] + resources.map { .otherResource($0) }

    private static let authorizations: [AuthorizationRefusal] =
        [
            .repeatedParameter, .longState, .requestObject, .requestReference,
            .missingResponseType, .otherResponseType, .otherResponseMode, .missingChallenge,
            .otherChallengeMethod, .malformedChallenge, .contradictoryPrompt, .silentConsent,
            .denied,
        ] + resources.map { .otherResource($0) }

    private static let clients: [ClientAuthenticationFailure] = [
        .repeatedParameter, .noClient, .twoMethods, .twoClients,
        .badAssertion(.replayed), .keysUnavailable(afterSeconds: 30, reason: "x"),
        .tooManyAssertions,
        .unsupportedScheme, .malformedBasic, .unknownClient(usedBasic: true),
        .wrongSecret(usedBasic: false), .otherMethod(usedBasic: true),
        .disabled(usedBasic: false), .store(.unavailable("x")),
    ]

    private static let registrations: [RegistrationFailure] =
        [
            .notAnObject, .tooLarge, .noRedirectURI, .tooManyRedirectURIs, .unknownMethod,
            .noOfferedGrantType,
        ] + RedirectURIProblem.allCases.map { .badRedirectURI($0) }

    static let all =
        tokens.map(\.wire) + authorizations.map(\.wire) + clients.map(\.wire)
        + registrations.map(\.wire)

    @Test(arguments: all)
    func `S-55 a description is legal, says something, and hides no parameter`(error: OAuthError) {
        let text = error.description
        let isLegal = text.utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C && byte != 0x3D
        }
        #expect(isLegal, "\(text)")
        #expect(text.hasSuffix(".") && text.utf8.count < 250, "\(text)")
    }

    @Test(arguments: all)
    func `statuses follow the codes`(error: OAuthError) {
        let expected =
            switch error.code {
            case .invalidClient: 401
            case .temporarilyUnavailable: 503
            default: 400
            }
        #expect(error.status == expected)
        #expect((error.retryAfterSeconds != nil) == (error.code == .temporarilyUnavailable))
        #expect(!error.challengesBasic || error.status == 401)
        #expect(error.json["error"] == .string(error.code.rawValue))
        #expect(error.json["error_description"] == .string(error.description))
    }

    @Test func `failures that help to probe share one text`() {
        let probing: [TokenFailure] = [
            .notACode, .notARefreshToken, .notAuthentic, .otherClient, .otherRedirectURI,
            .wrongVerifier, .revoked(.endedByPerson), .codeExpired, .idleExpired,
            .codeReplayed(grant: "grt_x"), .userDisabled, .clientDisabled, .fromTheFuture,
        ]
        #expect(Set(probing.map(\.wire.description)).count == 1)
        #expect(Set(probing.map(\.wire.code)) == [.invalidGrant])
        #expect(Set(probing.map(\.reason)).count == probing.count)
    }

    @Test(arguments: [
        AuthorizationProblem.noClient, .unknownClient, .disabledClient(name: "N"),
        .noRedirectURI(clientName: "N"), .badRedirectURI(clientName: "N", .plainHTTP),
        .unregisteredRedirectURI(clientName: "N"), .flowOver, .alreadyApproved,
        .unavailable(.damaged("secret detail")), .badClientAddress(.noPath),
        .documentUnavailable(host: "h", afterSeconds: 30, reason: "secret detail"),
        .documentUnavailable(host: "h", afterSeconds: nil, reason: "secret detail"),
        .badDocument(host: "h", .otherClient),
    ])
    func `pages say what to do and nothing internal`(problem: AuthorizationProblem) {
        #expect(!problem.title.isEmpty && problem.text.hasSuffix("."))
        #expect(!problem.text.contains("secret detail"))
        #expect(!problem.reason.isEmpty)
    }

    @Test(arguments: RevocationReason.allCases)
    func `every reason is readable`(reason: RevocationReason) {
        #expect(reason.text.hasSuffix("."))
    }
}
