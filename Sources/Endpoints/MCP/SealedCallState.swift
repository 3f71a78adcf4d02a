package import Cryptography
internal import MCP
package import Primitives

/// Seals the state of questions about tool calls with a key of the server.
package struct SealedCallState: CallStateSealer {
    private let key: SealingKey
    private let random: any RandomSource

    /// Creates the sealer.
    package init(key: SealingKey, random: any RandomSource) {
        self.key = key
        self.random = random
    }

    /// Returns `state` sealed for `context`, as base64url.
    package func seal(_ state: [UInt8], context: [UInt8]) -> String {
        Base64URL.encode(key.seal(state, context: context, random: random))
    }

    /// Returns what was sealed for `context`, or `nil` for anything else.
    package func open(_ text: String, context: [UInt8]) -> [UInt8]? {
        Base64URL.decode(Array(text.utf8)).flatMap { key.open($0, context: context) }
    }
}
