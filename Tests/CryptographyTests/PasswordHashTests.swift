import Primitives
import TestSupport
import Testing

@testable import Cryptography

@Suite("Password hashes (RFC 7914)")
struct PasswordHashTests {
    struct Vector: Sendable {
        var password, salt: String
        var log2Cost, blockSize, parallelism: Int
        var output: String
    }

    static let vectors = [
        Vector(
            password: "",
            salt: "",
            log2Cost: 4,
            blockSize: 1,
            parallelism: 1,
            output: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        Vector(
            password: "password",
            salt: "NaCl",
            log2Cost: 10,
            blockSize: 8,
            parallelism: 16,
            output: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        Vector(
            password: "pleaseletmein",
            salt: "SodiumChloride",
            log2Cost: 14,
            blockSize: 8,
            parallelism: 1,
            output: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ]

    @Test(arguments: 0..<vectors.count)
    func `the RFC's test cases come out`(index: Int) throws {
        let vector = Self.vectors[index]
        let parameters = try #require(
            PasswordParameters(
                log2Cost: vector.log2Cost,
                blockSize: vector.blockSize,
                parallelism: vector.parallelism
            )
        )
        let output = PasswordHash.derive(
            SecretText(vector.password),
            salt: bytes(vector.salt),
            parameters: parameters,
            count: 64
        )
        #expect(output.map(Hex.encode) == vector.output)
    }

    @Test func `the text form comes back and names its parameters`() throws {
        let parameters = try #require(
            PasswordParameters(log2Cost: 5, blockSize: 8, parallelism: 2)
        )
        let hash = try #require(
            PasswordHash(
                of: SecretText("Pä55wörd"),
                parameters: parameters,
                random: SeededRandom(seed: 3)
            )
        )
        #expect(hash.text.hasPrefix("$scrypt$ln=5,r=8,p=2$"))
        #expect(PasswordHash(parsing: hash.text) == hash)
        #expect(hash.matches(SecretText("Pä55wörd")) == true)
        #expect(hash.matches(SecretText("Pä55wörd ")) == false)
        #expect("\(hash)" == "[redacted]")
    }

    @Test func `a password is the bytes typed, however they look`() throws {
        let parameters = try #require(
            PasswordParameters(log2Cost: 4, blockSize: 8, parallelism: 1)
        )
        let hash = try #require(
            PasswordHash(
                of: SecretText("caf\u{e9}"),
                parameters: parameters,
                random: SeededRandom(seed: 3)
            )
        )
        #expect(hash.matches(SecretText("cafe\u{301}")) == false)
    }

    static let salt = "AAAAAAAAAAAAAAAAAAAAAA"
    static let derived = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    @Test(arguments: [
        "", "$", "$scrypt$", "scrypt$ln=4,r=8,p=1$\(salt)$\(derived)",
        "$argon2id$ln=4,r=8,p=1$\(salt)$\(derived)",
        "$scrypt$ln=04,r=8,p=1$\(salt)$\(derived)",
        "$scrypt$ln=+4,r=8,p=1$\(salt)$\(derived)",
        "$scrypt$r=8,ln=4,p=1$\(salt)$\(derived)",
        "$scrypt$ln=4,r=8$\(salt)$\(derived)",
        "$scrypt$ln=4,r=8,p=1,x=1$\(salt)$\(derived)",
        "$scrypt$ln=4,r=8,p=1$$\(derived)",
        "$scrypt$ln=4,r=8,p=1$\(salt)$AAAA",
        "$scrypt$ln=4,r=8,p=1$\(salt)$\(derived)$",
        "$scrypt$ln=4,r=8,p=1$\(salt)=$\(derived)",
        "$scrypt$ln=4,r=8,p=1$\(salt)$\(derived.dropLast())B",
    ])
    func `anything but the text form is refused`(text: String) {
        #expect(PasswordHash(parsing: text) == nil)
    }

    @Test(arguments: [
        "ln=0,r=8,p=1", "ln=21,r=1,p=1", "ln=18,r=9,p=1", "ln=17,r=33,p=1", "ln=4,r=8,p=17",
        "ln=17,r=8,p=5", "ln=999999999999999999,r=8,p=1", "ln=4,r=0,p=1", "ln=16,r=1,p=1",
    ])
    func `a planted hash cannot demand more work than the bounds`(parameters: String) {
        #expect(PasswordHash(parsing: "$scrypt$\(parameters)$\(Self.salt)$\(Self.derived)") == nil)
    }

    @Test(arguments: ["ln=17,r=8,p=1", "ln=16,r=8,p=2", "ln=15,r=8,p=3", "ln=14,r=8,p=5"])
    func `the rows that OWASP recommends are within bounds`(parameters: String) {
        #expect(PasswordHash(parsing: "$scrypt$\(parameters)$\(Self.salt)$\(Self.derived)") != nil)
    }
}
