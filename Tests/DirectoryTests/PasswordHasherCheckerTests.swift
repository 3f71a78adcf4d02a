import Cryptography
import Directory
import Primitives
import TestSupport
import Testing

@Suite("The hasher as sign-in uses it")
struct PasswordHasherCheckerTests {
    private static func hasher(log2Cost: Int) throws -> PasswordHasher {
        let cheap = try #require(
            PasswordParameters(log2Cost: log2Cost, blockSize: 8, parallelism: 1)
        )
        return PasswordHasher(
            workers: 1,
            queueLimit: 4,
            parameters: cheap,
            random: SeededRandom(seed: 8)
        )
    }

    @Test func `right, wrong, nobody's and unreadable hashes are told apart`() async throws {
        let hasher = try Self.hasher(log2Cost: 4)
        let password = SecretText("quiet harbour lanterns")
        let stored = try await hasher.hash(password).text
        #expect(try await hasher.check(password, against: stored) == .right)
        #expect(try await hasher.check(SecretText("other"), against: stored) == .wrong)
        #expect(try await hasher.check(password, against: nil) == .wrong)
        #expect(try await hasher.check(password, against: "$scrypt$unreadable") == .wrong)
    }

    @Test func `a hash under older parameters comes back under the new ones`() async throws {
        let password = SecretText("quiet harbour lanterns")
        let old = try await Self.hasher(log2Cost: 4).hash(password).text
        let hasher = try Self.hasher(log2Cost: 5)
        guard case .rightButOutdated(let newHash) = try await hasher.check(password, against: old)
        else {
            Issue.record("not outdated")
            return
        }
        #expect(newHash != old)
        #expect(try await hasher.check(password, against: newHash) == .right)
    }
}
