private import COpenSSL

/// A key for HMAC-SHA-256 (RFC 2104, FIPS 198-1).
///
/// May be used from any thread at once. A call costs about a third of a microsecond, because
/// contexts that hold the key already are kept; the key lives only in those, and is wiped with the
/// last copy of this value.
public struct MACKey: Sendable {
    /// How many bytes a complete MAC has.
    public static let macByteCount = 32

    private let contexts: ContextPool

    /// Creates the key from `bytes`, of which there is at least one.
    public init(_ bytes: [UInt8]) {
        self.init(SecretBytes(copying: bytes))
    }

    /// Creates the key from `secret`, which is wiped.
    package init(_ secret: consuming SecretBytes) {
        precondition(secret.count > 0, "A MAC key is made by this program and never empty.")
        let first = PristineContext(secret)
        contexts = unsafe ContextPool(
            make: { unsafe allocated(EVP_MAC_CTX_dup(first.raw)) },
            free: { unsafe EVP_MAC_CTX_free($0) }
        )
    }

    /// Returns the 32 bytes of the MAC of `message`.
    public func authenticate(_ message: [UInt8]) -> [UInt8] {
        unsafe contexts.withContext { context in
            // Without a key the call begins a new message under the key that the context holds.
            unsafe require(EVP_MAC_init(context, nil, 0, nil))
            unsafe require(EVP_MAC_update(context, message, message.count))
            return unsafe [UInt8](unsafeUninitializedCapacity: Self.macByteCount) { output, count in
                // `output` has room for the 32 bytes that HMAC-SHA-256 writes.
                unsafe require(EVP_MAC_final(context, output.baseAddress, &count, output.count))
            }
        }
    }

    /// Returns whether `mac` is the MAC of `message`, or its first 16 bytes or more.
    ///
    /// Takes the same time for every wrong `mac` of one length. A shorter `mac` than 16 bytes is
    /// never valid, whatever it holds, so that cutting a MAC down cannot turn a guess into a proof.
    ///
    /// - Parameters:
    ///   - mac: The MAC that came with the message.
    ///   - message: The message as received.
    /// - Returns: `false` for every length that no MAC of ours has.
    public func isValid(_ mac: [UInt8], for message: [UInt8]) -> Bool {
        guard (16...Self.macByteCount).contains(mac.count) else { return false }
        let right = authenticate(message)
        guard mac.count < right.count else { return ConstantTime.equals(mac, right) }
        return ConstantTime.equals(mac, Array(right.prefix(mac.count)))
    }
}

/// The context that holds a MAC key and from which the pool copies its own; never used itself.
@safe
private final class PristineContext: @unchecked Sendable {
    // @unchecked Sendable: after `init` it is only read, by `EVP_MAC_CTX_dup`.
    let raw: OpaquePointer

    init(_ secret: borrowing SecretBytes) {
        unsafe raw = allocated(EVP_MAC_CTX_new(Algorithms.hmac))
        let parameters: [OSSL_PARAM] = unsafe [
            wl_parameter_digest_sha256(), OSSL_PARAM_construct_end(),
        ]
        unsafe secret.withUnsafeBytes { key in
            // The key is read before the call returns.
            let bytes = unsafe key.bindMemory(to: UInt8.self)
            unsafe require(EVP_MAC_init(raw, bytes.baseAddress, bytes.count, parameters))
        }
    }

    deinit {
        unsafe EVP_MAC_CTX_free(raw)
    }
}
