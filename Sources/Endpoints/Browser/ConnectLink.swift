private import Primitives

/// The page that a connection link opens, as the sign-in page carries it along.
///
/// What the link carries is sealed and not looked at here; only its form is checked, so that the
/// address cannot lead anywhere else.
struct ConnectLink: Sendable, Equatable {
    /// What the link carries, base64url.
    let text: String

    /// Takes what a request for the page carries.
    init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 4_000,
            text.utf8.allSatisfy({
                ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2d || $0 == 0x5f
            })
        else { return nil }
        self.text = text
    }

    /// Reads an address on this server as ``path`` writes it, or is `nil` for any other.
    init?(path: String) {
        let start = PagePath.connect + "?link="
        guard path.utf8.starts(with: start.utf8) else { return nil }
        self.init(String(decoding: path.utf8.dropFirst(start.utf8.count), as: UTF8.self))
    }

    /// The address, below the issuer.
    var path: String { "\(PagePath.connect)?link=\(text)" }
}
