package import Directory
internal import HTTP
package import Primitives

/// Who a page request comes from: a browser, and the person who is signed in there.
struct Visitor: Sendable {
    /// The secret that binds pending requests to this browser.
    let binding: BrowserSecret
    /// Whether the browser does not have the binding yet, so that the answer must set it.
    let isNew: Bool
    /// The signed-in session, if there is one.
    let session: SignedIn?

    /// A signed-in session with the secret that proves it.
    struct SignedIn: Sendable {
        let secret: BrowserSecret
        let person: Person
    }

    /// The bytes under which a flow is sealed for this browser.
    var bindingBytes: [UInt8] { Array(binding.cookieValue.exposed.utf8) }
}

/// Finds the visitor of a request.
package struct Visitors: Sendable {
    private let cookies: BrowserCookies
    private let sessions: BrowserSessions
    private let random: any RandomSource

    /// Creates the look-up.
    package init(
        cookies: BrowserCookies,
        sessions: BrowserSessions,
        random: any RandomSource
    ) {
        self.cookies = cookies
        self.sessions = sessions
        self.random = random
    }

    func visitor(_ request: HTTPRequest) async throws(DirectoryStoreError) -> Visitor {
        let known = cookies.binding(of: request)
        var session: Visitor.SignedIn?
        if let secret = cookies.session(of: request),
            let stored = try await sessions.current(secret)
        {
            session = Visitor.SignedIn(secret: secret, person: stored.person)
        }
        return Visitor(
            binding: known ?? BrowserSecret(random),
            isNew: known == nil,
            session: session
        )
    }

    /// Gives the browser of `visitor` its binding, for a request that begins now, again where it
    /// has it: the cookie must outlast this request too.
    func rebind(_ visitor: Visitor, _ response: inout HTTPResponse) {
        cookies.set(binding: visitor.binding, in: &response)
    }

    /// Gives the browser of `visitor` its binding where it has none.
    func bind(_ visitor: Visitor, _ response: inout HTTPResponse) {
        if visitor.isNew { cookies.set(binding: visitor.binding, in: &response) }
    }

    func begin(_ session: BrowserSecret, _ response: inout HTTPResponse) {
        cookies.set(session: session, in: &response)
    }

    /// Ends the session on the server and in the browser.
    func end(
        _ session: BrowserSecret,
        _ response: inout HTTPResponse
    ) async throws(DirectoryStoreError) {
        try await sessions.end(session)
        cookies.clearSession(in: &response)
    }
}
