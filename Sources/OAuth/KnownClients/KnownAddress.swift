private import Primitives

/// An address of a known client: exact, or with one segment that differs from case to case.
///
/// That segment is written `{id}` and stands for 1 to 128 unreserved characters (RFC 3986 §2.3), so
/// it can never reach another host or path. The port of a loopback address does not count.
public struct KnownAddress: Sendable, Equatable {
    /// As it is written in the registry.
    public let text: String
    /// Where it leads.
    public let kind: RedirectURI.Kind

    private let before: String
    private let after: String?

    /// Parses `text`.
    ///
    /// - Parameter text: The address, with at most one `{id}` that is a whole path segment.
    /// - Throws: ``RedirectURIProblem`` by the rules of redirect URIs.
    public init(parsing text: String) throws(RedirectURIProblem) {
        let pieces = Self.pieces(of: text)
        guard pieces.count <= 2 else { throw .badCharacter }
        let uri = try RedirectURI(parsing: pieces.joined(separator: Self.standIn))
        let plain = uri.withoutInsignificantPort.text
        let parts = pieces.count == 1 ? [plain] : Self.split(plain, at: Self.standIn)
        guard parts.count == pieces.count, parts[0].hasSuffix("/") || parts.count == 1,
            parts.count == 1 || parts[1].isEmpty || parts[1].hasPrefix("/")
        else { throw .badCharacter }
        self.text = text
        kind = uri.kind
        before = parts[0]
        after = parts.count == 1 ? nil : parts[1]
    }

    /// Whether this is the address of the redirect URI, any port where it is on loopback.
    func matches(_ redirectURI: RedirectURI) -> Bool {
        guard redirectURI.kind == kind else { return false }
        return matches(plain: Array(redirectURI.withoutInsignificantPort.text.utf8))
    }

    /// Whether this is the address `document`, byte for byte.
    func matches(document: String) -> Bool {
        kind == .https && matches(plain: Array(document.utf8))
    }

    private func matches(plain bytes: [UInt8]) -> Bool {
        guard let after else { return bytes.elementsEqual(before.utf8) }
        guard bytes.starts(with: before.utf8) else { return false }
        let rest = bytes.dropFirst(before.utf8.count)
        guard rest.count > after.utf8.count, rest.suffix(after.utf8.count).elementsEqual(after.utf8)
        else { return false }
        let segment = rest.dropLast(after.utf8.count)
        return segment.count <= 128 && segment.contains { $0 != UInt8(ascii: ".") }
            && segment.allSatisfy { byte in
                ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~".utf8.contains(byte)
            }
    }

    private static let placeholder = "{id}"
    /// A segment that no real address has, for the parser.
    private static let standIn = "0-id-0"

    private static func pieces(of text: String) -> [String] {
        split(text, at: placeholder)
    }

    private static func split(_ text: String, at separator: String) -> [String] {
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        var pieces: [[UInt8]] = [[]]
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: mark) {
                pieces.append([])
                index += mark.count
            } else {
                pieces[pieces.count - 1].append(bytes[index])
                index += 1
            }
        }
        return pieces.map { String(decoding: $0, as: UTF8.self) }
    }
}
