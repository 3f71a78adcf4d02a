/// Why an authorization request ends on a page of ours instead of at the client (RFC 6749
/// §4.1.2.1).
///
/// As long as client and redirect URI are unproven, sending the browser anywhere would make this
/// server an open redirector.
public enum AuthorizationProblem: Error, Sendable, Equatable {
    /// `client_id` is missing or sent twice.
    case noClient
    /// Nobody knows the client.
    case unknownClient
    /// `client_id` is an address that cannot be that of a document.
    case badClientAddress(ClientAddressProblem)
    /// The client's document cannot be had; `nil` for the seconds where waiting alone does not
    /// help. The reason is for the log.
    case documentUnavailable(host: String, afterSeconds: Int64?, reason: String)
    /// The client's document breaks a rule.
    case badDocument(host: String, ClientDocumentProblem)
    /// An operator disabled the client.
    case disabledClient(name: String)
    /// `redirect_uri` is missing and the client has several, or it is sent twice.
    case noRedirectURI(clientName: String)
    /// The redirect URI breaks a rule.
    case badRedirectURI(clientName: String, RedirectURIProblem)
    /// The client did not register the redirect URI.
    case unregisteredRedirectURI(clientName: String)
    /// The pages were open too long, belong to another browser, or were tampered with.
    case flowOver
    /// The person approved this very request before.
    case alreadyApproved
    /// The store could not answer.
    case unavailable(StoreError)

    /// The HTTP status; clients that look before they open a browser take exactly 400 for "register
    /// again".
    public var status: Int {
        switch self {
        case .documentUnavailable(_, afterSeconds: nil, _): 400
        case .unavailable, .documentUnavailable: 503
        default: 400
        }
    }

    /// After how many seconds to try again, where that helps.
    public var retryAfterSeconds: Int64? {
        switch self {
        case .unavailable: 5
        case .documentUnavailable(_, let seconds, _): seconds
        default: nil
        }
    }

    /// A heading for people.
    public var title: String {
        switch self {
        case .noClient, .unknownClient, .badClientAddress: "This application is not known here"
        case .documentUnavailable(_, afterSeconds: nil, _):
            "The application's description cannot be read"
        case .documentUnavailable: "The application's description cannot be read right now"
        case .badDocument: "The application's description cannot be used"
        case .disabledClient: "This application has been switched off"
        case .noRedirectURI, .badRedirectURI, .unregisteredRedirectURI:
            "This application cannot be sent an answer"
        case .flowOver: "This page is no longer valid"
        case .alreadyApproved: "This request has already been approved"
        case .unavailable: "The server cannot answer right now"
        }
    }

    /// What happened and what to do, for people.
    public var text: String {
        switch self {
        case .noClient:
            "The link that brought you here does not say which application sent you. Go back to "
                + "the application and connect again."
        case .unknownClient:
            "The application that sent you here is not registered with this server. Remove the "
                + "connection in the application and connect again, so that it registers anew."
        case .badClientAddress(let problem):
            "The application that sent you here names an address as its description that cannot "
                + "be one. \(problem.text) Its developer must mend that."
        case .documentUnavailable(let host, afterSeconds: nil, _):
            "The application describes itself at \(host), and there is no description that can be "
                + "used. Nothing was changed. Its developer must mend that."
        case .documentUnavailable(let host, let seconds?, _):
            "The application describes itself at \(host), which does not answer as it should. "
                + "Nothing was changed. Try again in \(seconds) seconds; if it goes on, tell the "
                + "makers of the application."
        case .badDocument(let host, let problem):
            "The application describes itself at \(host), and the description breaks a rule. "
                + "\(problem.text) Its developer must mend that."
        case .disabledClient(let name):
            "An operator of this server has switched \(name) off. Ask them if you need it."
        case .noRedirectURI(let name):
            "\(name) did not say where to return to. Its developer must send one redirect URI."
        case .badRedirectURI(let name, let problem):
            "\(name) asked to return to an address that is never allowed. \(problem.text)"
        case .unregisteredRedirectURI(let name):
            "\(name) asked to return to an address that it did not register. Remove the connection "
                + "in the application and connect again. If you did not start this yourself, close "
                + "the page."
        case .flowOver:
            "The request was open for more than ten minutes, or it was begun in another browser. "
                + "Go back to the application and connect again."
        case .alreadyApproved:
            "You have approved this request before, so the application has its answer. Go back to "
                + "it; if it still waits, connect again there."
        case .unavailable:
            "Nothing was changed. Try again in a few seconds."
        }
    }

    /// A short name for the log.
    public var reason: String {
        switch self {
        case .noClient: "no client"
        case .unknownClient: "unknown client"
        case .badClientAddress(let problem): "bad client address: \(problem)"
        case .documentUnavailable(let host, _, let reason):
            "document at \(host) unavailable: \(reason)"
        case .badDocument(let host, let problem): "document at \(host): \(problem)"
        case .disabledClient: "disabled client"
        case .noRedirectURI: "no redirect URI"
        case .badRedirectURI(_, let problem): "bad redirect URI: \(problem)"
        case .unregisteredRedirectURI: "unregistered redirect URI"
        case .flowOver: "flow over"
        case .alreadyApproved: "already approved"
        case .unavailable(let error): "store: \(error)"
        }
    }
}
