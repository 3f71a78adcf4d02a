public import Primitives

/// The opaque identifiers of what this domain makes: a prefix and 22 base64url characters.
///
/// They carry 128 random bits, so one says nothing about how many others exist; the prefix tells a
/// reader of a log what kind of thing is meant. People and workspaces are the directory's, which
/// names them in a form of its own.
public enum PublicIdentifier: String, Sendable, CaseIterable {
    /// A grant.
    case grant = "grt_"
    /// A client that an operator registered.
    case client = "cli_"
    /// A resource server.
    case resourceServer = "rs_"
    /// A tool call that waits for its person.
    case callApproval = "cfm_"
    /// A rule of an operator's policy for clients.
    case clientRule = "rule_"

    /// Returns a new identifier of this kind.
    public func make(from random: some RandomSource) -> String {
        rawValue + Base64URL.encode(random.bytes(16))
    }

    /// Whether `text` has the form of an identifier of this kind.
    public func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: rawValue.utf8) else { return false }
        return Base64URL.decode(bytes.dropFirst(rawValue.utf8.count))?.count == 16
    }
}
