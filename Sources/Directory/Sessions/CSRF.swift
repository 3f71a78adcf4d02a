public import Cryptography
private import Primitives

/// Tokens that prove a form was made by this server, for this browser and for this purpose.
///
/// A token is a MAC, so that nothing is stored for a page that was only looked at, and every tab of
/// a browser can hold its own.
public struct CSRF: Sendable {
    private let key: MACKey

    /// What a form does; a token made for one purpose is worthless for another.
    public enum Purpose: String, Sendable, CaseIterable {
        /// The sign-in form.
        case signIn = "sign-in"
        /// The consent form.
        case consent = "consent"
        /// Ending connections.
        case account = "account"
        /// Connecting profiles of networks.
        case connect = "connect"
        /// Signing out, and switching account.
        case signOut = "sign-out"
    }

    /// Creates tokens under `key`.
    public init(key: MACKey) {
        self.key = key
    }

    /// Returns the token to put into a form.
    ///
    /// - Parameters:
    ///   - purpose: What the form does.
    ///   - browser: The digest of the session cookie, or where nobody is signed in of the binding
    ///     cookie.
    ///   - flow: The sealed authorization request that the form carries, empty where it carries
    ///     none.
    /// - Returns: 43 base64url characters.
    public func token(for purpose: Purpose, browser: BrowserDigest, flow: [UInt8] = []) -> String {
        Base64URL.encode(key.authenticate(Self.message(purpose, browser, flow)))
    }

    /// Whether `token` was made for exactly this form, in constant time.
    public func isValid(
        _ token: some Collection<UInt8>,
        for purpose: Purpose,
        browser: BrowserDigest,
        flow: [UInt8] = []
    ) -> Bool {
        guard token.count == 43, let mac = Base64URL.decode(token) else { return false }
        return key.isValid(mac, for: Self.message(purpose, browser, flow))
    }

    /// The parts have fixed lengths but for the purpose, which holds no zero byte.
    private static func message(
        _ purpose: Purpose,
        _ browser: BrowserDigest,
        _ flow: [UInt8]
    ) -> [UInt8] {
        Array("csrf\0\(purpose.rawValue)\0".utf8) + SHA256.digest(browser.bytes)
            + SHA256.digest(flow)
    }
}
