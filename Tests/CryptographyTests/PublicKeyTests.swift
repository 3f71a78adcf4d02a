import Cryptography
import Primitives
import Testing

@Suite("Signatures of published keys (RFC 7515, RFC 8037)")
struct PublicKeyTests {
    struct Vector: Sendable {
        let name: String
        let message: String
        let signature: String
        let key: @Sendable () -> PublicKey?
    }

    static let payload =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    static let modulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"
        + "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOW"
        + "vG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
        + "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9k"
        + "G4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
        + "PAcDTW9gb54h4FRWyuXpoQ"
    static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
    static let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    static let edwards = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    static let vectors: [Vector] = [
        Vector(
            name: "RFC 7515 A.2, RS256",
            message: "eyJhbGciOiJSUzI1NiJ9." + payload,
            signature:
                "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
                + "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
                + "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
                + "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
                + "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
                + "p0igcN_IoypGlUPQGe77Rw",
            key: { PublicKey(rsaModulus: raw(modulus), exponent: [1, 0, 1]) }
        ),
        Vector(
            name: "RFC 7515 A.3, ES256",
            message: "eyJhbGciOiJFUzI1NiJ9." + payload,
            signature:
                "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
                + "pmWQxfKTUJqPP3-Kg6NU1Q",
            key: { PublicKey(p256X: raw(x), y: raw(y)) }
        ),
        Vector(
            name: "RFC 8037 A.4, EdDSA",
            message: "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
            signature:
                "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5B"
                + "hVsPt9g7sVvpAr_MuM0KAg",
            key: { PublicKey(ed25519: raw(edwards)) }
        ),
    ]

    static func raw(_ text: String) -> [UInt8] { Base64URL.decode(Array(text.utf8)) ?? [] }

    @Test(arguments: 0..<vectors.count)
    func `the RFC's signature is valid, from many tasks at once`(index: Int) async throws {
        let vector = Self.vectors[index]
        let key = try #require(vector.key())
        let signature = Self.raw(vector.signature)
        let agreed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<25).allSatisfy { _ in key.isValid(signature, of: bytes(vector.message)) }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(agreed)
        #expect(key.algorithm == SignatureAlgorithm.allCases[index])
    }

    @Test(arguments: 0..<vectors.count)
    func `a changed bit anywhere is refused`(index: Int) throws {
        let vector = Self.vectors[index]
        let key = try #require(vector.key())
        let signature = Self.raw(vector.signature)
        for offset in stride(from: 0, to: signature.count, by: 7) {
            var wrong = signature
            wrong[offset] ^= 1
            #expect(!key.isValid(wrong, of: bytes(vector.message)))
        }
        #expect(!key.isValid(signature, of: bytes(vector.message + "x")))
        #expect(!key.isValid([], of: bytes(vector.message)))
        #expect(!key.isValid(signature + [0], of: bytes(vector.message)))
        #expect(!key.isValid([UInt8](repeating: 0, count: 64), of: bytes(vector.message)))
        #expect(!key.isValid(Array(signature.dropLast()), of: bytes(vector.message)))
    }

    @Test func `every key refuses the signatures of the others`() throws {
        for vector in Self.vectors {
            for other in Self.vectors where other.name != vector.name {
                let key = try #require(other.key())
                #expect(!key.isValid(Self.raw(vector.signature), of: bytes(vector.message)))
            }
        }
    }

    @Test func `numbers that are no key are refused`() {
        let modulus = Self.raw(Self.modulus)
        #expect(PublicKey(rsaModulus: modulus, exponent: []) == nil)
        #expect(PublicKey(rsaModulus: modulus, exponent: [1]) == nil)
        #expect(PublicKey(rsaModulus: modulus, exponent: [2]) == nil)
        #expect(PublicKey(rsaModulus: modulus, exponent: [0, 3]) == nil)
        #expect(PublicKey(rsaModulus: modulus, exponent: [1, 0, 0, 0, 1]) == nil)
        #expect(PublicKey(rsaModulus: [0] + modulus, exponent: [1, 0, 1]) == nil)
        #expect(PublicKey(rsaModulus: Array(modulus.dropLast()), exponent: [1, 0, 1]) == nil)
        #expect(PublicKey(rsaModulus: Array(modulus.prefix(128)), exponent: [1, 0, 1]) == nil)
        #expect(PublicKey(rsaModulus: [], exponent: [1, 0, 1]) == nil)
        let huge = [UInt8](repeating: 0xFF, count: 1_025)
        #expect(PublicKey(rsaModulus: huge, exponent: [1, 0, 1]) == nil)
        let x = Self.raw(Self.x)
        #expect(PublicKey(p256X: x, y: x) == nil, "a point off the curve")
        #expect(PublicKey(p256X: Array(x.dropLast()), y: Self.raw(Self.y)) == nil)
        let zero = [UInt8](repeating: 0, count: 32)
        #expect(PublicKey(p256X: zero, y: zero) == nil)
        #expect(PublicKey(ed25519: Array(x.dropLast())) == nil)
    }
}
