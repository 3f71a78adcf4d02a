package import Directory
internal import HTTP

/// What every form post must pass: it comes from our origin, and it brings the token of its page.
package struct FormProtection: Sendable {
    private let origin: SameOriginForm
    private let csrf: CSRF

    /// Creates the protection.
    package init(origin: SameOriginForm, csrf: CSRF) {
        self.origin = origin
        self.csrf = csrf
    }

    func isSameOrigin(_ request: HTTPRequest) -> Bool {
        origin.admits(request)
    }

    func token(_ purpose: CSRF.Purpose, _ browser: BrowserSecret, flow: String = "") -> String {
        csrf.token(for: purpose, browser: browser.digest, flow: Array(flow.utf8))
    }

    func isValid(
        _ form: FormPost,
        _ purpose: CSRF.Purpose,
        _ browser: BrowserSecret,
        flow: String = ""
    ) -> Bool {
        csrf.isValid(
            form.text("csrf").utf8,
            for: purpose,
            browser: browser.digest,
            flow: Array(flow.utf8)
        )
    }
}
