/// The server's secret keys, each for one purpose.
///
/// All but the token peppers are derived from one root key, so that no key is ever used for two
/// things. The peppers are keys of their own because they are replaced one at a time.
public struct KeyRing: Sendable {
    /// The keys of token MACs, by the number that a token carries.
    public let tokenPeppers: [UInt8: MACKey]
    /// The number of the pepper that new tokens use.
    public let newestPepperID: UInt8
    /// Enciphers the block that a token carries.
    public let tokenBlockKey: BlockKey
    /// Seals registered client metadata into client ids.
    public let registrationKey: SealingKey
    /// Seals a pending authorization request into the pages of its flow.
    public let flowKey: SealingKey
    /// Proves that a form came from our own page.
    public let csrfKey: MACKey
    /// Derives a client's secret from its id.
    public let clientSecretKey: MACKey
    /// Seals what proves us at the networks that profiles are connected to.
    public let connectionKey: SealingKey
    /// Seals what a client keeps of a question that the person is asked about a tool call.
    public let callStateKey: SealingKey
    /// Hides the accounts and addresses that sign-in throttling counts.
    public let throttleKey: MACKey

    /// Derives the ring.
    ///
    /// - Parameters:
    ///   - rootKey: 32 unpredictable bytes.
    ///   - tokenPeppers: At least one pepper; the highest number is the newest.
    public init(rootKey: [UInt8], tokenPeppers: [UInt8: MACKey]) {
        self.init(root: SecretBytes(copying: rootKey), tokenPeppers: tokenPeppers)
    }

    /// Derives the ring from `root`, which is wiped.
    init(root: consuming SecretBytes, tokenPeppers: [UInt8: MACKey]) {
        guard let newest = tokenPeppers.keys.max() else {
            preconditionFailure("The key file's reader refuses a file without a pepper.")
        }
        self.tokenPeppers = tokenPeppers
        newestPepperID = newest
        tokenBlockKey = BlockKey(Self.key(from: root, for: "token block"))
        registrationKey = SealingKey(Self.key(from: root, for: "registration"))
        flowKey = SealingKey(Self.key(from: root, for: "flow"))
        csrfKey = MACKey(Self.key(from: root, for: "csrf"))
        clientSecretKey = MACKey(Self.key(from: root, for: "client secret"))
        connectionKey = SealingKey(Self.key(from: root, for: "connections"))
        callStateKey = SealingKey(Self.key(from: root, for: "call state"))
        throttleKey = MACKey(Self.key(from: root, for: "throttle"))
    }

    private static func key(from root: borrowing SecretBytes, for use: String) -> SecretBytes {
        KeyDerivation.deriveSecret(
            from: root,
            salt: [],
            info: Array("wayleave 1 \(use)".utf8),
            count: 32
        )
    }
}
