public import Primitives

/// Why a password was neither hashed nor checked.
public enum PasswordHasherError: Error, Equatable {
    /// So many people are signing in, or memory is so short, that this one should try again in a
    /// few seconds.
    case overloaded
    /// The task was cancelled before the work began.
    case cancelled
}

/// What checking a password found.
public enum PasswordVerification: Sendable, Equatable {
    /// Not the password, or there is none to compare with.
    case wrong
    /// The password.
    case right
    /// The password, and this hash of it with today's parameters should replace the stored one.
    case rightButRehash(PasswordHash)
}

/// Hashes and checks passwords on a few threads of its own.
///
/// One hash holds a core and 128 MiB for a third of a second. Its threads and the length of the
/// queue before them are limited, so that a flood of sign-ins can neither stop tokens from being
/// served nor take all memory; what does not fit in the queue is refused at once. May be called
/// from any task. A cancelled call leaves the queue; work that has begun runs to its end.
public final class PasswordHasher: Sendable {
    private let pool: WorkerPool
    private let parameters: PasswordParameters
    private let random: any RandomSource
    /// What a password is checked against where a person is unknown, so that both take the same
    /// time.
    private let decoySalt: [UInt8]

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - workers: How many passwords are worked on at once, at least 1.
    ///   - queueLimit: How many more may wait.
    ///   - parameters: What new hashes cost.
    ///   - random: Where salts come from.
    public init(
        workers: Int = 2,
        queueLimit: Int = 32,
        parameters: PasswordParameters = .standard,
        random: any RandomSource
    ) {
        pool = WorkerPool(workers: workers, queueLimit: queueLimit)
        self.parameters = parameters
        self.random = random
        decoySalt = random.bytes(16)
    }

    deinit {
        pool.close()
    }

    /// Returns a new hash of `password`.
    ///
    /// - Parameter password: The password as typed.
    /// - Returns: A hash with this hasher's parameters and a fresh salt.
    /// - Throws: ``PasswordHasherError`` where no hash was made.
    public func hash(_ password: SecretText) async throws(PasswordHasherError) -> PasswordHash {
        try await run { [parameters, random] in
            PasswordHash(of: password, parameters: parameters, random: random)
        }
    }

    /// Compares `password` with `hash`.
    ///
    /// - Parameters:
    ///   - password: The password as typed.
    ///   - hash: What is stored for the person, `nil` for an unknown one: that takes as long as a
    ///     person
    ///     whose hash has this hasher's parameters.
    /// - Returns: ``PasswordVerification/wrong`` wherever `hash` is `nil`.
    /// - Throws: ``PasswordHasherError`` where nothing was compared.
    public func verify(
        _ password: SecretText,
        against hash: PasswordHash?
    ) async throws(PasswordHasherError) -> PasswordVerification {
        try await run { [parameters, random, decoySalt] in
            guard let hash else {
                return PasswordHash.derive(password, salt: decoySalt, parameters: parameters)
                    .map { _ in .wrong }
            }
            guard let isRight = hash.matches(password) else { return nil }
            guard isRight else { return .wrong }
            guard hash.parameters != parameters else { return .right }
            // Where memory is too short for the new hash, the person still gets in with the old
            // one.
            return PasswordHash(of: password, parameters: parameters, random: random)
                .map(PasswordVerification.rightButRehash) ?? .right
        }
    }

    private func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value?
    ) async throws(PasswordHasherError) -> Value {
        let id = pool.makeID()
        let result: Result<Value, PasswordHasherError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let job = WorkerPool.Job(
                    id: id,
                    run: {
                        let value = work()
                        continuation.resume(
                            returning: value.map(Result.success) ?? .failure(.overloaded)
                        )
                    },
                    abandon: { continuation.resume(returning: .failure(.cancelled)) }
                )
                guard pool.submit(job) else {
                    return continuation.resume(returning: .failure(.overloaded))
                }
                // A cancellation that came before the job was queued found nothing to take out.
                if Task.isCancelled { pool.cancel(id) }
            }
        } onCancel: {
            pool.cancel(id)
        }
        return try result.get()
    }
}
