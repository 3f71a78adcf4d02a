/// A parsed token request (RFC 6749 §4.1.3, §6), without the client's credentials.
public enum TokenRequest: Sendable {
    /// The exchange of an authorization code.
    case code(CodeRequest)
    /// The exchange of a refresh token.
    case refresh(RefreshRequest)

    /// The parameters of a code exchange.
    public struct CodeRequest: Sendable {
        let code: [UInt8]
        let redirectURI: [UInt8]?
        let verifier: CodeVerifier?
        let resources: [[UInt8]]
    }

    /// The parameters of a refresh.
    public struct RefreshRequest: Sendable {
        let token: [UInt8]
        let scope: ScopeParameter?
        let resources: [[UInt8]]
    }

    /// Parses the body of a token request; unknown parameters are ignored.
    ///
    /// - Parameter parameters: The decoded body.
    /// - Throws: ``TokenFailure`` when a parameter is missing or repeated, or the grant type
    ///   unknown.
    public init(parsing parameters: RequestParameters) throws(TokenFailure) {
        guard !parameters.repeatsAny(of: Self.singleParameters) else { throw .repeatedParameter }
        func value(_ name: String) -> [UInt8]? { parameters.first(name) }
        guard let grantType = value("grant_type") else { throw .missingGrantType }
        if grantType.elementsEqual("authorization_code".utf8) {
            guard let code = value("code") else { throw .missingCode }
            self = .code(
                CodeRequest(
                    code: code,
                    redirectURI: value("redirect_uri"),
                    verifier: value("code_verifier").flatMap { CodeVerifier(parsing: $0) },
                    resources: parameters.all("resource")
                )
            )
        } else if grantType.elementsEqual("refresh_token".utf8) {
            guard let token = value("refresh_token") else { throw .missingRefreshToken }
            self = .refresh(
                RefreshRequest(
                    token: token,
                    scope: value("scope").map { ScopeParameter(parsing: $0) },
                    resources: parameters.all("resource")
                )
            )
        } else {
            throw .unsupportedGrantType
        }
    }

    private static let singleParameters = [
        "grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope",
    ]
}
