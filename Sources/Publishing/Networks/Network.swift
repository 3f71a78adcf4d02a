/// A network that posts can go to.
public enum Network: String, Sendable, CaseIterable {
    /// The network that is built in and goes nowhere, to try things out.
    case demo
    /// A Mastodon server.
    case mastodon
    /// Bluesky, or another server of the AT Protocol.
    case bluesky
    /// The operator's own system, reached by a signed request.
    case webhook
    /// Facebook pages.
    case facebook
    /// Instagram.
    case instagram
    /// X, also known as Twitter.
    case x
    /// LinkedIn.
    case linkedin
    /// Pinterest.
    case pinterest
    /// TikTok.
    case tiktok

    /// The network that `name` names, by its present or its former name.
    public init?(named name: String) {
        if name == "twitter" {
            self = .x
        } else {
            self.init(rawValue: name)
        }
    }

    /// The networks that profiles can be connected to through a person's browser.
    public static var connectable: [Network] { allCases.filter { $0 != .demo && $0 != .webhook } }

    /// What people call it.
    public var title: String {
        switch self {
        case .demo: "Demo network"
        case .mastodon: "Mastodon"
        case .bluesky: "Bluesky"
        case .webhook: "Webhook"
        case .facebook: "Facebook"
        case .instagram: "Instagram"
        case .x: "X"
        case .linkedin: "LinkedIn"
        case .pinterest: "Pinterest"
        case .tiktok: "TikTok"
        }
    }
}
