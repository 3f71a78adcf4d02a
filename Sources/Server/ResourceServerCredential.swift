public import Primitives

/// What a resource server proves itself with at the introspection endpoint (RFC 7662 §2.1).
public struct ResourceServerCredential: Sendable {
    /// The public part.
    public let identifier: String
    /// The secret part.
    public let secret: SecretText

    /// Parses `ID:SECRET`; `nil` when either side of the first colon is empty.
    public init?(parsing text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        identifier = String(parts[0])
        secret = SecretText(String(parts[1]))
    }
}
