private import Cryptography
internal import Primitives
internal import Publishing

/// The signature of a webhook's message (Standard Webhooks 1.0, "Signature scheme").
enum WebhookSignature {
    /// Returns `v1,` and the MAC of id, timestamp and body, joined by full stops.
    static func text(
        id: String,
        timestamp: String,
        body: [UInt8],
        _ secret: WebhookSecret
    ) -> String {
        let message = Array("\(id).\(timestamp).".utf8) + body
        return "v1,\(Base64.encode(MACKey(secret.key).authenticate(message)))"
    }
}
