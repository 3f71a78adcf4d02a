public import Primitives

/// What verifies a password during sign-in; ``Cryptography`` has the real one.
public protocol PasswordChecker: Sendable {
    /// Compares a password with a stored hash.
    ///
    /// - Parameters:
    ///   - password: What was typed.
    ///   - hash: The stored form, or `nil` for nobody's: the same work is done and the answer is
    ///     ``PasswordCheck/wrong``.
    /// - Returns: Whether it is the password.
    /// - Throws: ``PasswordCheckerBusy`` when too many are waiting.
    func check(
        _ password: SecretText,
        against hash: String?
    ) async throws(PasswordCheckerBusy) -> PasswordCheck
}

/// What came out of comparing a password with a hash.
public enum PasswordCheck: Sendable, Equatable {
    /// Another password.
    case wrong
    /// The password.
    case right
    /// The password, hashed with parameters that are no longer wanted; this is its new stored form.
    case rightButOutdated(newHash: String)
}

/// More passwords are waiting to be verified than the server takes on; the person may try again
/// soon.
public struct PasswordCheckerBusy: Error, Equatable {
    /// Creates the error.
    public init() {}
}
