public import HTTP
public import Transport

/// Why a vetted request got no acceptable answer.
///
/// The cases tell an attacker what stands where in a network, so neither they nor their texts may
/// reach whoever chose the URL: they are for the log. Nothing of an answer's content is in them.
public enum VettedClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The URL itself is refused.
    case urlRefused(OutboundURLProblem)
    /// Too many requests are under way and wait already.
    case overloaded
    /// The host has been asked as often as it may be in one minute.
    case hostAskedTooOften
    /// The URL failed so recently that it is not asked again yet.
    case failedJustNow(wasTransient: Bool)
    /// The name has no address.
    case nameUnknown
    /// No name server answered in time.
    case nameUnresolved
    /// One of the name's addresses must not be reached, so none is tried.
    case addressRefused(IPAddress, AddressRefusal)
    /// No connection could be made; the text says why.
    case unreachable(String)
    /// The certificate is not trusted, or TLS failed; the text says why.
    case untrusted(String)
    /// The connection ended before the answer did.
    case disconnected
    /// No complete answer came in the time allowed.
    case deadlineExceeded
    /// The answer has a status that is not acceptable, a redirect for instance.
    case statusRefused(Int)
    /// The answer is of a media type that is not acceptable, or says none.
    case mediaTypeRefused
    /// The content is encoded although that was not accepted.
    case encodingRefused
    /// Head or body of the answer is larger than allowed.
    case answerTooLarge
    /// The answer is not one of HTTP/1.
    case answerMalformed(MessageFault)
    /// The task that waited was cancelled.
    case cancelled
    /// The event loops were stopped.
    case stopped

    /// Whether the same request may well succeed a little later, so that an older copy may still be
    /// used.
    public var isTransient: Bool {
        switch self {
        case .overloaded, .hostAskedTooOften, .nameUnresolved, .unreachable, .disconnected,
            .deadlineExceeded, .cancelled, .stopped:
            true
        case .failedJustNow(let wasTransient):
            wasTransient
        case .statusRefused(let code):
            code >= 500 || code == 429 || code == 408
        case .urlRefused, .nameUnknown, .addressRefused, .untrusted, .mediaTypeRefused,
            .encodingRefused, .answerTooLarge, .answerMalformed:
            false
        }
    }

    /// A sentence for the log, and for nobody else.
    public var description: String {
        switch self {
        case .urlRefused(let problem): "the URL is refused: \(problem)"
        case .overloaded: "too many requests are under way"
        case .hostAskedTooOften: "the host was asked too often within a minute"
        case .failedJustNow: "the URL failed a moment ago and is not asked again yet"
        case .nameUnknown: "the host name has no address"
        case .nameUnresolved: "no name server answered in time"
        case .addressRefused(let address, let refusal):
            "the host's address \(address) is refused: \(refusal)"
        case .unreachable(let reason): "the server cannot be reached: \(reason)"
        case .untrusted(let reason): "the server's certificate was refused: \(reason)"
        case .disconnected: "the connection ended before the answer did"
        case .deadlineExceeded: "the server did not answer in time"
        case .statusRefused(let code): "the server answered with status \(code)"
        case .mediaTypeRefused: "the server's answer is not of an accepted media type"
        case .encodingRefused: "the server's answer is encoded"
        case .answerTooLarge: "the server's answer is too large"
        case .answerMalformed(let fault):
            "the server's answer is malformed: \(fault.explanation)"
        case .cancelled: "the request was cancelled"
        case .stopped: "the client was stopped"
        }
    }
}
