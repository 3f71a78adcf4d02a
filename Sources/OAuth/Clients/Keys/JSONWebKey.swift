internal import Cryptography
internal import JSON
private import Primitives

/// A public key that a client published to prove itself with (RFC 7517 §4).
public struct JSONWebKey: Sendable, Equatable {
    /// The numbers of a key.
    enum Material: Sendable, Equatable {
        case rsa(modulus: [UInt8], exponent: [UInt8])
        case p256(x: [UInt8], y: [UInt8])
        case ed25519([UInt8])
    }

    /// The name the client gave it, `kid`; `nil` where it gave none.
    public let name: String?
    /// The numbers.
    let material: Material

    /// The longest `kid` that is read, in bytes.
    static let maximumNameBytes = 256

    /// Reads one member of a key set.
    ///
    /// - Returns: `nil` for a key that cannot verify: of another type, curve or algorithm, for
    ///   another use, or with numbers that are no key. Such keys are skipped, as RFC 7517 §5 says.
    init?(_ object: JSONObject) {
        let kid = object["kid"]?.stringValue
        guard kid.map({ $0.utf8.count <= Self.maximumNameBytes }) ?? true,
            Self.isForSignatures(object), let material = Self.material(in: object)
        else { return nil }
        self.init(name: kid, material: material)
        guard let key = publicKey else { return nil }
        if let algorithm = object["alg"], algorithm != .null {
            guard let name = algorithm.stringValue,
                SignatureAlgorithm(named: name) == key.algorithm
            else { return nil }
        }
    }

    private init(name: String?, material: Material) {
        self.name = name
        self.material = material
    }

    /// The key as the cryptography takes it.
    var publicKey: PublicKey? {
        switch material {
        case .rsa(let modulus, let exponent): PublicKey(rsaModulus: modulus, exponent: exponent)
        case .p256(let x, let y): PublicKey(p256X: x, y: y)
        case .ed25519(let bytes): PublicKey(ed25519: bytes)
        }
    }

    /// The members that matter, in one order, for storage.
    var canonical: JSONValue {
        var object = required
        if let name { object.append("kid", .string(name)) }
        return .object(object)
    }

    /// The SHA-256 thumbprint of RFC 7638, base64url: the same for the same numbers under any name.
    public var thumbprint: String {
        let names = required.members.sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        var ordered = JSONObject()
        for member in names { ordered.append(member.name, member.value) }
        return Base64URL.encode(SHA256.digest(JSONValue.object(ordered).serialized()))
    }

    private var required: JSONObject {
        var object = JSONObject()
        switch material {
        case .rsa(let modulus, let exponent):
            object.append("kty", "RSA")
            object.append("n", .string(Base64URL.encode(modulus)))
            object.append("e", .string(Base64URL.encode(exponent)))
        case .p256(let x, let y):
            object.append("kty", "EC")
            object.append("crv", "P-256")
            object.append("x", .string(Base64URL.encode(x)))
            object.append("y", .string(Base64URL.encode(y)))
        case .ed25519(let bytes):
            object.append("kty", "OKP")
            object.append("crv", "Ed25519")
            object.append("x", .string(Base64URL.encode(bytes)))
        }
        return object
    }

    private static func isForSignatures(_ object: JSONObject) -> Bool {
        if let use = object["use"], use != .null, use != "sig" { return false }
        guard let operations = object["key_ops"], operations != .null else { return true }
        return operations.arrayValue?.contains("verify") == true
    }

    private static func material(in object: JSONObject) -> Material? {
        let curve = object["crv"] ?? .null
        switch object["kty"] {
        case .string("RSA"):
            guard let modulus = number("n", object), let exponent = number("e", object) else {
                return nil
            }
            return .rsa(modulus: modulus, exponent: exponent)
        case .string("EC") where curve == "P-256":
            guard let x = number("x", object), let y = number("y", object) else { return nil }
            return .p256(x: x, y: y)
        case .string("OKP") where curve == "Ed25519":
            return number("x", object).map { .ed25519($0) }
        default: return nil
        }
    }

    private static func number(_ name: String, _ object: JSONObject) -> [UInt8]? {
        object[name]?.stringValue.flatMap { Base64URL.decode(Array($0.utf8)) }
    }
}
