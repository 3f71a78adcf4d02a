private import Primitives

/// An address that may stand behind a link or a button on a page.
///
/// There is no way to make one from an address that a browser would run instead of visit
/// (`javascript:`, `data:` and their like).
public struct PageLink: Sendable, Equatable {
    /// The address, printable ASCII without spaces and quotation marks.
    public let text: String

    /// Accepts a redirect URI that has passed the protocol's own checks, with its answer appended.
    ///
    /// It is `nil` for anything but an absolute URI with the scheme `https`, `http` or that of an
    /// application.
    public init?(redirect address: String) {
        let bytes = Array(address.utf8)
        let isPlain = bytes.allSatisfy {
            (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x3c && $0 != 0x3e
        }
        guard isPlain, let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            return nil
        }
        let scheme = bytes[..<colon].map(ASCII.lowercased(_:))
        let isScheme = scheme.allSatisfy {
            ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2b || $0 == 0x2d || $0 == 0x2e
        }
        guard isScheme, ASCII.isLetter(scheme[0]), !Self.runningSchemes.contains(scheme) else {
            return nil
        }
        text = address
    }

    /// Accepts a path on this server.
    ///
    /// It is `nil` for anything but a path that begins with one `/`; `//host` names another server.
    public init?(path: String) {
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.dropFirst().first != UInt8(ascii: "/"),
            bytes.allSatisfy({ (0x21...0x7e).contains($0) && $0 != 0x22 && $0 != 0x5c })
        else { return nil }
        text = path
    }

    private static let runningSchemes: Set<[UInt8]> = Set(
        [
            "javascript", "data", "vbscript", "blob", "file", "about", "filesystem", "view-source",
            "jar", "mailto", "tel", "ftp", "ws", "wss",
        ].map { Array($0.utf8) }
    )
}
