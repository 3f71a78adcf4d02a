internal import HTTP

/// An address that a network told and that people may be shown: plain, `https` and not too long.
struct PublicLink: Sendable {
    let text: String

    init?(_ text: String) {
        guard text.utf8.count <= 2_000, let url = AbsoluteURL(text),
            url.isSecure || url.isLoopback
        else { return nil }
        self.text = text
    }
}
