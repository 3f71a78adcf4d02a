private import COpenSSL

/// A public key that verifies signatures, from numbers that a stranger published.
///
/// May be used from any thread at once. Its algorithm follows from its type.
@safe
public final class PublicKey: @unchecked Sendable {
    // @unchecked Sendable: the key object is immutable after `init`, and OpenSSL's verification
    // only reads it.
    private let raw: OpaquePointer

    /// The one algorithm that the key verifies.
    public let algorithm: SignatureAlgorithm

    /// The sizes of RSA keys that are accepted, in bits: no weaker, and no costlier.
    public static let rsaBits = 2_048...8_192

    /// Creates an RSA key (RFC 8017 §3.1), or returns `nil` for numbers that are none.
    ///
    /// - Parameters:
    ///   - modulus: The modulus, the most significant byte first and not zero.
    ///   - exponent: The public exponent, odd, of at most four bytes, in the same form.
    public init?(rsaModulus modulus: [UInt8], exponent: [UInt8]) {
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 8)
        guard let first = modulus.first, first != 0, Self.rsaBits.contains(bits),
            let last = modulus.last, !last.isMultiple(of: 2),
            (1...4).contains(exponent.count), exponent.first != 0,
            let lowest = exponent.last, !lowest.isMultiple(of: 2), exponent != [1]
        else { return nil }
        var modulus = Self.machineOrder(modulus)
        var exponent = Self.machineOrder(exponent)
        let key = unsafe modulus.withUnsafeMutableBufferPointer { modulus in
            unsafe exponent.withUnsafeMutableBufferPointer { exponent in
                // The parameters point at the two arrays, which live until the key is made.
                unsafe Self.key(
                    "RSA",
                    [
                        wl_parameter_rsa_modulus(modulus.baseAddress, modulus.count),
                        wl_parameter_rsa_exponent(exponent.baseAddress, exponent.count),
                        OSSL_PARAM_construct_end(),
                    ]
                )
            }
        }
        guard let key = unsafe key else { return nil }
        unsafe raw = key
        algorithm = .rs256
    }

    /// Creates a key on the curve P-256, or returns `nil` for a point that is not on it.
    ///
    /// - Parameters:
    ///   - x: The 32 bytes of the point's first coordinate.
    ///   - y: The 32 bytes of its second.
    public init?(p256X x: [UInt8], y: [UInt8]) {
        guard x.count == 32, y.count == 32 else { return nil }
        let point = [4] + x + y
        let key = unsafe point.withUnsafeBytes { point in
            // The parameters point at the array, which lives until the key is made.
            unsafe Self.key(
                "EC",
                [
                    wl_parameter_group_p256(),
                    wl_parameter_public_point(point.baseAddress, point.count),
                    OSSL_PARAM_construct_end(),
                ]
            )
        }
        guard let key = unsafe key else { return nil }
        unsafe raw = key
        algorithm = .es256
    }

    /// Creates a key on the curve Ed25519 from its 32 bytes (RFC 8032 §5.1.5), or returns `nil`.
    public init?(ed25519 bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        // The bytes are copied into the key.
        let key = unsafe EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, bytes, bytes.count)
        clearErrors()
        guard let key = unsafe key else { return nil }
        unsafe raw = key
        algorithm = .edDSA
    }

    deinit {
        unsafe EVP_PKEY_free(raw)
    }

    /// Returns whether `signature` is this key's signature of `message`.
    ///
    /// - Parameters:
    ///   - signature: In the form of RFC 7518 §3: for ES256 the two numbers of 32 bytes each.
    ///   - message: The signed bytes.
    /// - Returns: `false` for every signature of another form.
    public func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        let encoded: [UInt8]?
        switch algorithm {
        case .rs256: encoded = signature.count <= 1_024 ? signature : nil
        case .es256: encoded = ECDSASignature.encoded(signature)
        case .edDSA: encoded = signature.count == 64 ? signature : nil
        }
        guard let encoded else { return false }
        let context = unsafe allocated(EVP_MD_CTX_new())
        defer {
            unsafe EVP_MD_CTX_free(context)
            clearErrors()
        }
        let digest: StaticString? = algorithm == .edDSA ? nil : "SHA2-256"
        let isReady = unsafe EVP_DigestVerifyInit_ex(
            context,
            nil,
            // The name is read before the call returns; Ed25519 has its digest built in.
            digest.map {
                unsafe UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self)
            },
            nil,
            nil,
            raw,
            nil
        )
        guard isReady == 1 else { return false }
        // Both arrays outlive the call; every result but 1 means that the signature is not valid.
        return unsafe EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
    }

    private static func key(_ type: String, _ parameters: [OSSL_PARAM]) -> OpaquePointer? {
        let context = unsafe allocated(EVP_PKEY_CTX_new_from_name(nil, type, nil))
        defer {
            unsafe EVP_PKEY_CTX_free(context)
            clearErrors()
        }
        unsafe require(EVP_PKEY_fromdata_init(context))
        var parameters = unsafe parameters
        var key: OpaquePointer?
        // The parameters are only read.
        let status = unsafe EVP_PKEY_fromdata(
            context,
            &key,
            wl_public_key_selection(),
            &parameters
        )
        guard status == 1 else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        return unsafe key
    }

    private static func machineOrder(_ number: [UInt8]) -> [UInt8] {
        1.littleEndian == 1 ? number.reversed() : number
    }
}
