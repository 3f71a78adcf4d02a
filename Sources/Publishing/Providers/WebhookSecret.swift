private import Primitives

/// The key that signs what is sent to a webhook, as Standard Webhooks writes it: `whsec_` and 24 to
/// 64 bytes in base64.
public struct WebhookSecret: Sendable {
    /// The key.
    public let key: [UInt8]

    /// Reads a secret, or returns `nil` where it has another form.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.starts(with: "whsec_".utf8), let key = Base64.decode(bytes.dropFirst(6)),
            (24...64).contains(key.count)
        else { return nil }
        self.key = key
    }
}
