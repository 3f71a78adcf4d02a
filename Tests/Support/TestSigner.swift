private import COpenSSL

/// A private key that signs as clients do, for tests of what verifies.
public struct TestSigner: Sendable {
    private let pem: String

    /// The members of the public key as JWK (RFC 7517), without `kid`.
    public let publicMembers: [(name: String, value: String)]

    init(pem: String, publicMembers: [(String, String)]) {
        self.pem = pem
        self.publicMembers = publicMembers.map { (name: $0.0, value: $0.1) }
    }

    /// The algorithm of RFC 7518 §3.1 or RFC 8037 §3.1 that belongs to the key.
    public var algorithm: String {
        switch publicMembers.first?.value {
        case "RSA": "RS256"
        case "EC": "ES256"
        default: "EdDSA"
        }
    }

    /// Signs `message`; the result has the form of RFC 7518 §3.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        let bytes = Array(pem.utf8)
        // Every pointer is used within the call that it is made for, and freed at the end.
        guard let source = unsafe BIO_new_mem_buf(bytes, Int32(bytes.count)),
            let key = unsafe PEM_read_bio_PrivateKey(source, nil, nil, nil),
            let context = unsafe EVP_MD_CTX_new()
        else { fatalError("the key of a test cannot be read") }
        defer {
            unsafe BIO_free(source)
            unsafe EVP_PKEY_free(key)
            unsafe EVP_MD_CTX_free(context)
        }
        let digest = algorithm == "EdDSA" ? nil : "SHA2-256"
        let status: Int32
        if let digest {
            status = unsafe EVP_DigestSignInit_ex(context, nil, digest, nil, nil, key, nil)
        } else {
            status = unsafe EVP_DigestSignInit_ex(context, nil, nil, nil, nil, key, nil)
        }
        guard status == 1 else { fatalError("the key of a test cannot sign") }
        var count = 1_024
        var signature = [UInt8](repeating: 0, count: count)
        let signed = unsafe EVP_DigestSign(context, &signature, &count, message, message.count)
        guard signed == 1 else { fatalError("the key of a test cannot sign") }
        let written = Array(signature.prefix(count))
        return algorithm == "ES256" ? Self.numbers(of: written) : written
    }

    /// The two numbers of an ECDSA signature in ASN.1, 32 bytes each.
    private static func numbers(of encoded: [UInt8]) -> [UInt8] {
        var first: [UInt8] = []
        var offset = 2
        for _ in 0..<2 {
            let length = Int(encoded[offset + 1])
            let value = encoded[(offset + 2)..<(offset + 2 + length)].drop { $0 == 0 }
            first += [UInt8](repeating: 0, count: 32 - value.count) + value
            offset += 2 + length
        }
        return first
    }
}
