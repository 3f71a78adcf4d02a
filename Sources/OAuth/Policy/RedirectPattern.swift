internal import Primitives

/// Where a rule looks for redirect URIs: at a website, on the person's own computer, or at an app.
public enum RedirectPattern: Sendable, Hashable {
    /// A website, on any port.
    case website(HostPattern)
    /// Any loopback address.
    case loopback
    /// An app that claims the scheme.
    case scheme(String)

    private static let loopbackWord = "loopback"

    /// Parses `host`, `*.host`, `loopback` or `scheme:`, or returns `nil`.
    public init?(parsing text: String) {
        let lowered = ASCII.lowercased(text)
        if lowered.isIdentical(to: Self.loopbackWord) {
            self = .loopback
        } else if lowered.utf8.last == UInt8(ascii: ":") {
            let scheme = String(lowered.dropLast())
            guard (try? RedirectURI(parsing: "\(scheme)://host")) != nil, scheme != "https" else {
                return nil
            }
            self = .scheme(scheme)
        } else if let host = HostPattern(parsing: lowered) {
            self = .website(host)
        } else {
            return nil
        }
    }

    /// The form that ``init(parsing:)`` reads.
    public var text: String {
        switch self {
        case .website(let host): host.text
        case .loopback: Self.loopbackWord
        case .scheme(let scheme): "\(scheme):"
        }
    }

    func matches(_ redirectURI: RedirectURI) -> Bool {
        switch self {
        case .website(let host):
            redirectURI.kind == .https && host.matches(redirectURI.host)
        case .loopback: redirectURI.kind == .loopback
        case .scheme(let scheme):
            redirectURI.kind == .privateUse
                && redirectURI.text.utf8.starts(with: "\(scheme):".utf8)
        }
    }

    var precision: Int {
        switch self {
        case .website(let host): host.precision
        case .loopback, .scheme: 0
        }
    }
}
