public import Primitives

/// Where failed attempts on a person's account are written down for good.
public protocol SignInJournal: Sendable {
    /// Writes down that somebody failed to sign in as `person`, without waiting for the write.
    ///
    /// Only people who exist are named, so that strangers cannot fill the log with addresses; the
    /// throttle bounds how often each can be.
    func noteFailedSignIn(as person: Person, at time: Timestamp)
}
