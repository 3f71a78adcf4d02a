public import HTTP

/// Why a request got no answer.
///
/// No case carries anything of a request or an answer, so an error can be logged as it is.
public enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// As many requests wait for answers as the configuration allows.
    case overloaded
    /// No answer came in the time that the configuration allows.
    case deadlineExceeded
    /// No connection could be made; the text says why.
    case unreachable(String)
    /// The peer's certificate is not trusted, or TLS failed; the text says why.
    case untrusted(String)
    /// The connection ended before the answer, also when it was tried again.
    case disconnected
    /// The answer is larger than the configuration allows.
    case responseTooLarge
    /// The answer is not one of HTTP/1.
    case malformedResponse(MessageFault)
    /// The task that waited was cancelled.
    case cancelled
    /// The client was stopped.
    case stopped
    /// The request names another origin than the client's.
    case foreignOrigin

    /// Whether the same request may well succeed a little later.
    public var isTemporary: Bool {
        switch self {
        case .overloaded, .deadlineExceeded, .unreachable, .disconnected: true
        case .untrusted, .responseTooLarge, .malformedResponse, .cancelled, .stopped,
            .foreignOrigin:
            false
        }
    }

    /// A sentence for the log.
    public var description: String {
        switch self {
        case .overloaded: "too many requests wait for the server's answers"
        case .deadlineExceeded: "the server did not answer in time"
        case .unreachable(let reason): "the server cannot be reached: \(reason)"
        case .untrusted(let reason): "the server's certificate was refused: \(reason)"
        case .disconnected: "the server closed the connection before it answered"
        case .responseTooLarge: "the server's answer is too large"
        case .malformedResponse(let fault):
            "the server's answer is malformed: \(fault.explanation)"
        case .cancelled: "the request was cancelled"
        case .stopped: "the client was stopped"
        case .foreignOrigin: "the request is for another server than the client's"
        }
    }
}

/// Why a client cannot be made for a URL.
public enum OutboundClientSetupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Plain `http` would leave this machine.
    case insecureOrigin(String)
    /// The trusted authorities cannot be read; the text says why.
    case authoritiesUnusable(String)

    /// A sentence that says what to do.
    public var description: String {
        switch self {
        case .insecureOrigin(let origin):
            "\(origin) is not encrypted and not on this machine: use https, or a loopback address"
        case .authoritiesUnusable(let reason):
            "the trusted certificate authorities cannot be used: \(reason)"
        }
    }
}
