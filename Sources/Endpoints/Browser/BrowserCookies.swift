package import Directory
package import HTTP
private import OAuth
private import Primitives

/// The two cookies of the pages.
///
/// On https their names carry `__Host-`, which a browser only accepts with `Secure`, without
/// `Domain` and for the whole host, so that no sibling host can plant one. Loopback http cannot
/// have that and uses plain names. Both are `HttpOnly` and `SameSite=Lax`: `/authorize` is entered
/// from other sites.
package struct BrowserCookies: Sendable {
    private let isSecure: Bool
    private let sessionName: String
    private let bindingName: String

    /// Creates the cookie names for an issuer that `isSecure` or on loopback http.
    package init(isSecure: Bool) {
        self.isSecure = isSecure
        sessionName = isSecure ? "__Host-wayleave-session" : "wayleave-session"
        bindingName = isSecure ? "__Host-wayleave-browser" : "wayleave-browser"
    }

    /// The session secret that the browser sent, if it sent exactly one of the right form.
    package func session(of request: HTTPRequest) -> BrowserSecret? {
        secret(sessionName, of: request)
    }

    /// The secret that binds a pending authorization request to this browser.
    package func binding(of request: HTTPRequest) -> BrowserSecret? {
        secret(bindingName, of: request)
    }

    /// Sets the session cookie; it ends with the browser, or on the server before that.
    package func set(session secret: BrowserSecret, in response: inout HTTPResponse) {
        append(sessionName, secret.cookieValue.exposed, lifetimeInSeconds: nil, to: &response)
    }

    /// Removes the session cookie.
    package func clearSession(in response: inout HTTPResponse) {
        append(sessionName, "", lifetimeInSeconds: 0, to: &response)
    }

    /// Sets the binding cookie for as long as a request that begins now can be pending.
    package func set(binding secret: BrowserSecret, in response: inout HTTPResponse) {
        append(
            bindingName,
            secret.cookieValue.exposed,
            lifetimeInSeconds: Self.bindingSeconds,
            to: &response
        )
    }

    /// The pages before a request has to wait, the wait, and the pages after it.
    private static let bindingSeconds =
        Int(2 * FlowSealer.lifetimeSeconds + FlowSealer.waitingSeconds)

    private func secret(_ name: String, of request: HTTPRequest) -> BrowserSecret? {
        guard let value = Cookies(request.fields).only(name).value else { return nil }
        return BrowserSecret(cookieValue: value.utf8)
    }

    private func append(
        _ name: String,
        _ value: String,
        lifetimeInSeconds: Int?,
        to response: inout HTTPResponse
    ) {
        guard var cookie = SetCookie(name: name, value: value, isSecure: isSecure) else { return }
        cookie.maximumAgeInSeconds = lifetimeInSeconds
        response.fields.append(.setCookie, cookie.fieldValue)
    }
}
