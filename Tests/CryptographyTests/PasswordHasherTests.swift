import Primitives
import TestSupport
import Testing

@testable import Cryptography

@Suite("The password hasher", .timeLimit(.minutes(10)))
struct PasswordHasherTests {
    private let cheap: PasswordParameters
    private let dearer: PasswordParameters

    init() throws {
        cheap = try #require(PasswordParameters(log2Cost: 4, blockSize: 8, parallelism: 1))
        dearer = try #require(PasswordParameters(log2Cost: 5, blockSize: 8, parallelism: 1))
    }

    private func hasher(_ parameters: PasswordParameters) -> PasswordHasher {
        PasswordHasher(parameters: parameters, random: SeededRandom(seed: 11))
    }

    @Test func `right, wrong and unknown are told apart`() async throws {
        let hasher = hasher(cheap)
        let hash = try await hasher.hash(SecretText("correct horse"))
        #expect(try await hasher.verify(SecretText("correct horse"), against: hash) == .right)
        #expect(try await hasher.verify(SecretText("wrong horse"), against: hash) == .wrong)
        #expect(try await hasher.verify(SecretText("correct horse"), against: nil) == .wrong)
    }

    @Test func `equal passwords get different salts`() async throws {
        let hasher = hasher(cheap)
        let first = try await hasher.hash(SecretText("same"))
        let second = try await hasher.hash(SecretText("same"))
        #expect(first.text != second.text)
    }

    @Test func `a hash with other parameters is replaced when the password is right`() async throws
    {
        let old = try await hasher(cheap).hash(SecretText("secret"))
        let hasher = hasher(dearer)
        #expect(try await hasher.verify(SecretText("guess"), against: old) == .wrong)
        let found = try await hasher.verify(SecretText("secret"), against: old)
        guard case .rightButRehash(let new) = found else {
            Issue.record("expected a new hash, found \(found)")
            return
        }
        #expect(new.parameters == dearer)
        #expect(try await hasher.verify(SecretText("secret"), against: new) == .right)
    }

    @Test func `a hundred at once on two threads all get their own answer`() async throws {
        let hasher = PasswordHasher(
            workers: 2,
            queueLimit: 100,
            parameters: cheap,
            random: SystemRandom()
        )
        let hash = try await hasher.hash(SecretText("37"))
        let right = try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let found = try await hasher.verify(SecretText("\(number)"), against: hash)
                    return found == .right ? number : nil
                }
            }
            return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(right == [37])
    }
}
