internal import Primitives

/// A host, or with `*.` before it every host below it.
public struct HostPattern: Sendable, Hashable {
    /// As an operator writes it, in lower case.
    public let text: String

    private let host: String
    private let coversSubdomains: Bool

    /// Parses `text`, or returns `nil` where it is neither `host` nor `*.host`.
    public init?(parsing text: String) {
        let lowered = ASCII.lowercased(text)
        let wildcard = "*."
        coversSubdomains = lowered.utf8.starts(with: wildcard.utf8)
        let name = coversSubdomains ? String(lowered.dropFirst(2)) : lowered
        let bytes = Array(name.utf8)
        guard let authority = URIAuthority(parsing: bytes[...]), authority.port == nil else {
            return nil
        }
        host = name
        self.text = lowered
    }

    /// Whether the pattern covers `other`, a host in lower case without port.
    func matches(_ other: String) -> Bool {
        guard coversSubdomains else { return host.isIdentical(to: other) }
        return other.utf8.count > host.utf8.count + 1
            && other.utf8.suffix(host.utf8.count + 1).elementsEqual(".\(host)".utf8)
    }

    /// How much the pattern says: an exact host more than any pattern, a longer one more than a
    /// shorter one.
    var precision: Int { (coversSubdomains ? 0 : 1_000) + host.utf8.count }
}
