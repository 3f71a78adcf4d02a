private import COpenSSL
internal import Primitives

/// A password as it is stored: scrypt's parameters, a salt and the derived bytes.
///
/// The text form is `$scrypt$ln=17,r=8,p=1$salt$hash`, salt and hash in base64url without padding.
/// Passwords are hashed as the UTF-8 bytes that were typed, without normalisation and without
/// cutting.
public struct PasswordHash: Sendable, Equatable {
    /// What the hash costs.
    public let parameters: PasswordParameters
    private let salt: [UInt8]
    private let derived: [UInt8]

    private static let derivedByteCount = 32
    private static let saltByteCount = 16

    /// Reads what ``text`` wrote.
    ///
    /// `nil` for any other text, and for parameters over the bounds of ``PasswordParameters``.
    public init?(parsing text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1].elementsEqual("scrypt".utf8),
            let parameters = Self.parameters(parts[2]),
            let salt = Base64URL.decode(parts[3]), (8...64).contains(salt.count),
            let derived = Base64URL.decode(parts[4]), derived.count == Self.derivedByteCount
        else { return nil }
        self.parameters = parameters
        self.salt = salt
        self.derived = derived
    }

    /// Hashes `password` under a new salt; takes as long as `parameters` say and blocks the thread.
    ///
    /// `nil` where there was not enough memory.
    init?(of password: SecretText, parameters: PasswordParameters, random: any RandomSource) {
        let salt = random.bytes(Self.saltByteCount)
        guard let derived = Self.derive(password, salt: salt, parameters: parameters) else {
            return nil
        }
        self.parameters = parameters
        self.salt = salt
        self.derived = derived
    }

    /// The text form, for the database.
    public var text: String {
        let cost = parameters
        let head = "$scrypt$ln=\(cost.log2Cost),r=\(cost.blockSize),p=\(cost.parallelism)"
        return "\(head)$\(Base64URL.encode(salt))$\(Base64URL.encode(derived))"
    }

    /// Whether this is the hash of `password`; takes as long as the parameters say, right or wrong.
    ///
    /// `nil` where there was not enough memory.
    func matches(_ password: SecretText) -> Bool? {
        Self.derive(password, salt: salt, parameters: parameters).map {
            ConstantTime.equals($0, derived)
        }
    }

    /// scrypt as RFC 7914 defines it, or `nil` where there was not enough memory.
    static func derive(
        _ password: SecretText,
        salt: [UInt8],
        parameters: PasswordParameters,
        count: Int = derivedByteCount
    ) -> [UInt8]? {
        let cost = UInt64(1) << UInt64(parameters.log2Cost)
        let (blockSize, lanes) = (UInt64(parameters.blockSize), UInt64(parameters.parallelism))
        // OpenSSL refuses more than 32 MiB unless told; one MiB covers what it adds for itself.
        let memory = 128 * cost * blockSize + 128 * blockSize * lanes + (1 << 20)
        var text = password.exposed
        let derived = text.withUTF8 { text in
            let password = unsafe UnsafeRawBufferPointer(text).bindMemory(to: CChar.self)
            return unsafe [UInt8](unsafeUninitializedCapacity: count) { output, filled in
                // `output` has room for `count` bytes; an absent password or salt counts as empty.
                let status = unsafe EVP_PBE_scrypt(
                    password.baseAddress,
                    password.count,
                    salt,
                    salt.count,
                    cost,
                    blockSize,
                    lanes,
                    memory,
                    output.baseAddress,
                    count
                )
                filled = status == 1 ? count : 0
            }
        }
        guard derived.count == count else {
            clearErrors()
            return nil
        }
        return derived
    }

    private static func parameters(_ text: Substring.UTF8View.SubSequence) -> PasswordParameters? {
        let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let names = ["ln=", "r=", "p="]
        guard parts.count == names.count else { return nil }
        var values: [Int] = []
        for (part, name) in zip(parts, names) {
            let digits = part.dropFirst(name.utf8.count)
            // Leading zeros are refused, so that equal hashes are equal texts.
            guard part.starts(with: name.utf8), digits.first != UInt8(ascii: "0"),
                let value = ASCII.decimal(digits), value <= 1_000
            else { return nil }
            values.append(Int(value))
        }
        return PasswordParameters(
            log2Cost: values[0],
            blockSize: values[1],
            parallelism: values[2]
        )
    }
}

extension PasswordHash: CustomStringConvertible, CustomReflectable {
    /// Always `[redacted]`: whoever reads a hash can guess at its password offline.
    public var description: String { "[redacted]" }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
