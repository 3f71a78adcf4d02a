/// What became of a request that a person approved before.
public enum GivenAnswer: Sendable, Equatable {
    /// The client has not fetched it yet: the address that brings it the code, and for how many
    /// more seconds it does.
    case waiting(location: String, seconds: Int64)
    /// The client has its tokens, or the access has ended since.
    case taken
    /// The code was not redeemed in time.
    case over
}

/// How the answer gets to the client.
public enum AnswerWay: Sendable, Equatable {
    /// The browser takes it there.
    case browser
    /// The person copies the address to another machine, which takes longer.
    case byHand

    /// How long a code that is copied by hand may wait, in seconds; PKCE protects it meanwhile.
    static let byHandSeconds: Int64 = 300
}
