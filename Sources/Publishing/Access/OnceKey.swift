/// What makes a repeated call return the first result instead of doing its work again.
///
/// It holds within one grant: the same key with the same tool and arguments is the same call, with
/// others an error.
public struct OnceKey: Sendable, Equatable {
    /// For how many seconds a key is remembered.
    public static let lifetimeInSeconds: Int64 = 7 * 86_400

    /// The key that the client chose, 1 to 64 characters.
    public let text: String
    /// The tool and its arguments without the key, in one form for equal data.
    public let fingerprint: [UInt8]

    /// Creates the key.
    ///
    /// - Parameters:
    ///   - text: The key that the client chose.
    ///   - fingerprint: The tool and its arguments without the key, in one form for equal data.
    public init(_ text: String, fingerprint: [UInt8]) {
        self.text = text
        self.fingerprint = fingerprint
    }
}
