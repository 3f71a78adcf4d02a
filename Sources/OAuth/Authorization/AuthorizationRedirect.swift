/// An error that goes to the client, once the person is known (RFC 6749 §4.1.2.1).
///
/// It must not be followed before somebody has signed in: a client that registered itself could
/// otherwise use this server to bounce browsers to any address (RFC 9700 §4.11.2).
public struct AuthorizationRedirect: Sendable, Equatable {
    /// Where to.
    public let redirectURI: RedirectURI
    /// The client's state, to be returned byte for byte; `nil` when none was sent.
    public let state: [UInt8]?
    /// The name of the client, for the page that announces the error.
    public let clientName: String
    /// What went wrong.
    public let error: OAuthError

    /// The address to send the browser to, with `iss` (RFC 9207 §2).
    public func location(issuer: Issuer) -> String {
        var parameters: [(name: String, value: [UInt8])] = [
            ("error", Array(error.code.rawValue.utf8)),
            ("error_description", Array(error.description.utf8)),
        ]
        if let state { parameters.append(("state", state)) }
        parameters.append(("iss", Array(issuer.text.utf8)))
        return redirectURI.adding(parameters)
    }
}
