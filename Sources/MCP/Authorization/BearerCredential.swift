internal import Primitives

/// What the `Authorization` field of a request holds (RFC 6750 §2.1).
enum BearerCredential {
    /// No field, or one of another scheme.
    case none
    /// The scheme is `Bearer`, but what follows cannot be a token.
    case malformed
    /// A text of the form of a token.
    case token(SecretText)

    /// No token of any known server is longer; a longer one is not worth a look-up.
    private static let maximumBytes = 4096

    /// Reads the value of the `Authorization` field; the scheme's case does not count.
    init(authorization: String?) {
        guard let authorization else {
            self = .none
            return
        }
        let bytes = Array(authorization.utf8)
        let scheme = bytes.prefix { $0 != UInt8(ascii: " ") }
        guard scheme.map(ASCII.lowercased(_:)) == Array("bearer".utf8) else {
            self = .none
            return
        }
        let token = bytes[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }
        guard !token.isEmpty, token.count <= Self.maximumBytes, Self.isToken68(token) else {
            self = .malformed
            return
        }
        self = .token(SecretText(String(decoding: token, as: UTF8.self)))
    }

    /// Whether `bytes` are `token68` (RFC 9110 §11.2).
    private static func isToken68(_ bytes: ArraySlice<UInt8>) -> Bool {
        let body = bytes.prefix { $0 != UInt8(ascii: "=") }
        guard !body.isEmpty else { return false }
        let isBodyValid = body.allSatisfy { byte in
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) { return true }
            return switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
                UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        return isBodyValid && bytes[body.endIndex...].allSatisfy { $0 == UInt8(ascii: "=") }
    }
}
