public import Primitives

/// How guessing passwords is slowed down, for an account and for a source of requests.
///
/// An attempt is counted before the password is looked at, not after it failed: otherwise a
/// thousand attempts at once would all pass before the first failure is written down.
public struct SignInThrottleRule: Sendable, Equatable {
    /// Attempts on one account after which waiting begins; 5 unless set.
    public var freeAttempts: Int64 = 5
    /// The longest wait between two attempts on one account; 900 unless set.
    ///
    /// The waits before it are 1, 2, 4, … seconds. It is a wait and never a lock, so that nobody
    /// can shut another person out for good.
    public var longestWaitInSeconds: Int64 = 900
    /// Seconds after the last attempt at which an account's record is forgotten; 86,400 unless set.
    public var accountMemoryInSeconds: Int64 = 86_400
    /// Attempts from one source in one window; 20 unless set.
    public var attemptsPerWindow: Int64 = 20
    /// The length of a source's window; 60 unless set.
    public var windowInSeconds: Int64 = 60

    /// Creates the rule with the values above.
    public init() {}

    /// Whether an attempt may go on.
    public enum Admission: Sendable, Equatable {
        /// It counts, and may.
        case admitted
        /// It must not; the next one may at this time.
        case refused(until: Timestamp)
    }

    /// Counts an attempt and decides about it.
    public func admit(_ state: inout SignInThrottleState, at now: Timestamp) -> Admission {
        if let until = countSource(&state.source, at: now) { return .refused(until: until) }
        if let until = countAccount(&state.account, at: now) { return .refused(until: until) }
        return .admitted
    }

    /// Forgets the account's attempts after a success, and takes this one back from its source.
    ///
    /// Whoever has the password is not guessing, and a whole office may sign in from one address.
    public func succeed(_ state: inout SignInThrottleState) {
        state.account = nil
        if let attempts = state.source?.attempts, attempts > 0 {
            state.source?.attempts = attempts - 1
        }
    }

    /// Takes an attempt back that was admitted but got no answer about the password.
    public func takeBack(_ state: inout SignInThrottleState, at now: Timestamp) {
        guard var record = state.account else { return }
        record.attempts -= 1
        record.until = now
        state.account = record.attempts > 0 ? record : nil
    }

    private func countSource(_ record: inout ThrottleRecord?, at now: Timestamp) -> Timestamp? {
        guard var window = record, now < window.until else {
            let end = now.adding(seconds: windowInSeconds)
            record = ThrottleRecord(attempts: 1, until: end, forgottenAt: end)
            return nil
        }
        guard window.attempts < attemptsPerWindow else { return window.until }
        window.attempts += 1
        record = window
        return nil
    }

    private func countAccount(_ record: inout ThrottleRecord?, at now: Timestamp) -> Timestamp? {
        if let record, now < record.until { return record.until }
        let attempts = (record?.attempts ?? 0) + 1
        record = ThrottleRecord(
            attempts: attempts,
            until: now.adding(seconds: wait(after: attempts)),
            forgottenAt: now.adding(seconds: accountMemoryInSeconds)
        )
        return nil
    }

    /// The seconds to wait once `attempts` have been counted.
    private func wait(after attempts: Int64) -> Int64 {
        let doublings = attempts - freeAttempts
        guard doublings >= 0 else { return 0 }
        return doublings < 62 ? min(1 << doublings, longestWaitInSeconds) : longestWaitInSeconds
    }
}
