private import Primitives

/// The byte rules behind ``RedirectURI``.
enum RedirectURIGrammar {
    /// The part after the scheme, split once.
    struct Hierarchy {
        /// What stands between `//` and the path; `nil` without `//`.
        let authority: ArraySlice<UInt8>?
        /// Path and query.
        let afterAuthority: ArraySlice<UInt8>
    }

    /// Schemes that run code, read files or speak another protocol.
    private static let forbiddenSchemes: Set<String> = [
        "javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source",
        "jar", "livescript", "mocha", "res", "resource", "chrome", "chrome-extension", "edge",
        "moz-extension", "safari-extension", "opera", "ws", "wss", "ftp", "ftps", "sftp", "ssh",
        "telnet", "ldap", "ldaps", "smb", "nfs", "mailto", "tel", "sms", "news", "nntp", "gopher",
        "intent", "android-app", "content", "urn", "cid", "mid", "magnet", "git", "irc",
        "search-ms",
        "shell", "steam", "vnc", "rdp", "feed", "webcal", "httpx", "hcp", "mhtml", "mk", "its",
        "wyciwyg", "x-javascript", "ecmascript", "about-blank", "null", "help", "x-man-page",
        "applescript", "itms", "itmss", "itms-apps", "itms-services", "itms-appss", "market",
        "app-settings", "prefs", "callto", "sip", "sips", "facetime", "facetime-audio", "skype",
        "xmpp", "rtsp", "rtmp", "mms", "dict", "tftp", "scp", "svn", "rsync", "afp", "cifs", "dav",
        "davs", "imap", "pop", "snews", "wais", "prospero", "dns", "ed2k", "finger", "rlogin",
        "tn3270", "z39.50r", "geo", "maps", "bitcoin", "acct", "ni", "tag", "info", "doi", "oid",
    ]

    /// Beginnings of schemes that belong to the system, or that any web page can claim.
    private static let forbiddenBeginnings = ["ms-", "web+", "ext+", "x-apple", "com.apple."]

    /// Refuses bytes that are not URI characters, and fragments (RFC 3986 §2, RFC 6749 §3.1.2).
    static func checkCharacters(of bytes: [UInt8]) throws(RedirectURIProblem) {
        guard !bytes.isEmpty else { throw .noScheme }
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "#"): throw .fragment
            case UInt8(ascii: "%"):
                let digits = bytes[(offset + 1)...].prefix(2)
                guard digits.count == 2, digits.allSatisfy({ ASCII.hexValue($0) != nil }) else {
                    throw .badPercentEncoding
                }
            case 0x21...0x7E where !#""<>\^`{|}"#.utf8.contains(byte): break
            default: throw .badCharacter
            }
        }
    }

    /// Splits what follows `scheme:` and refuses user information and dot segments.
    static func hierarchy(of rest: ArraySlice<UInt8>) throws(RedirectURIProblem) -> Hierarchy {
        var authority: ArraySlice<UInt8>?
        var tail = rest
        if rest.starts(with: "//".utf8) {
            let start = rest.dropFirst(2)
            let end = start.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            authority = start[..<(end ?? start.endIndex)]
            tail = start[(end ?? start.endIndex)...]
            guard authority?.contains(UInt8(ascii: "@")) == false else { throw .userInformation }
        }
        let path = tail.prefix { $0 != UInt8(ascii: "?") }
        let segments = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard !segments.contains(where: isDotSegment(_:)) else { throw .dotSegment }
        return Hierarchy(authority: authority, afterAuthority: tail)
    }

    /// Accepts a private-use scheme by its shape (RFC 8252 §7.1, RFC 7595 §3.8).
    ///
    /// RFC 8252 wants a reverse domain name, which has a dot. Widely used editors claim a plain
    /// word instead, such as `cursor://…`; a word is accepted where a host follows it, because the
    /// dangerous schemes that are words take none.
    static func checkPrivateUse(
        _ scheme: String,
        authority: ArraySlice<UInt8>?
    ) throws(RedirectURIProblem) {
        let bytes = Array(scheme.utf8)
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count >= 2,
            bytes.allSatisfy({ byte in
                (0x61...0x7A).contains(byte) || ASCII.isDigit(byte) || "+-.".utf8.contains(byte)
            })
        else {
            // A scheme in capitals is refused for what it means, too.
            let lowered = ASCII.lowercased(scheme)
            throw forbiddenSchemes.contains(lowered) ? .dangerousScheme : .noScheme
        }
        guard !forbiddenSchemes.contains(scheme),
            !forbiddenBeginnings.contains(where: { bytes.starts(with: $0.utf8) })
        else { throw .dangerousScheme }
        if scheme.utf8.contains(UInt8(ascii: ".")), authority == nil { return }
        guard let authority else { throw .shapelessScheme }
        guard URIAuthority(parsing: authority) != nil else { throw .badHost }
    }

    /// Appends `value` with everything but unreserved characters percent-encoded (RFC 3986 §2.3).
    static func appendEncoded(_ value: [UInt8], to output: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in value {
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~".utf8.contains(byte) {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    private static func isDotSegment(_ segment: ArraySlice<UInt8>) -> Bool {
        var decoded: [UInt8] = []
        var index = segment.startIndex
        while index < segment.endIndex {
            if segment[index...].prefix(3).map({ ASCII.lowercased($0) }).elementsEqual("%2e".utf8) {
                decoded.append(UInt8(ascii: "."))
                index += 3
            } else {
                decoded.append(segment[index])
                index += 1
            }
        }
        return decoded.elementsEqual(".".utf8) || decoded.elementsEqual("..".utf8)
    }
}
