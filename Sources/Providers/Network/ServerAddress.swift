internal import HTTP
internal import HTTPClient
internal import Primitives

/// The origin of a server as people write it.
enum ServerAddress {
    /// Reads `mastodon.example`, `https://mastodon.example/@ada` or `@ada@mastodon.example`.
    ///
    /// - Parameters:
    ///   - text: What a person wrote.
    ///   - client: Its policy says which servers may be asked at all.
    /// - Returns: The origin, or `nil` where there is none that may be asked.
    static func origin(_ text: String, for client: VettedClient) -> String? {
        let spaces: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]
        var bytes = Array(text.utf8.drop { spaces.contains($0) })
        while let last = bytes.last, spaces.contains(last) { bytes.removeLast() }
        guard !bytes.isEmpty, bytes.count <= 300 else { return nil }
        let plain = String(decoding: bytes, as: UTF8.self)
        let hasScheme =
            plain.utf8.starts(with: "http://".utf8)
            || plain.utf8.starts(with: "https://".utf8)
        let name = hasScheme ? plain : "https://" + Self.host(plain)
        guard let origin = AbsoluteURL(name)?.origin else { return nil }
        return (try? client.vet(origin + "/")) == nil ? nil : origin
    }

    /// What stands behind the last `@`.
    private static func host(_ text: String) -> String {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"))
        return parts.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
