public import Cryptography
public import Primitives

extension PasswordHasher: PasswordChecker {
    /// Compares a password with the stored form of a hash, on the hasher's own threads.
    ///
    /// A stored form that cannot be read costs the same and matches no password.
    ///
    /// - Parameters:
    ///   - password: What was typed.
    ///   - hash: The stored form, or `nil` for nobody's.
    /// - Returns: Whether it is the password.
    /// - Throws: ``PasswordCheckerBusy`` when the hasher's queue is full or the request was given
    ///   up.
    public func check(
        _ password: SecretText,
        against hash: String?
    ) async throws(PasswordCheckerBusy) -> PasswordCheck {
        let verification: PasswordVerification
        do {
            verification = try await verify(
                password,
                against: hash.flatMap(PasswordHash.init(parsing:))
            )
        } catch {
            throw PasswordCheckerBusy()
        }
        return switch verification {
        case .wrong: .wrong
        case .right: .right
        case .rightButRehash(let newHash): .rightButOutdated(newHash: newHash.text)
        }
    }
}
