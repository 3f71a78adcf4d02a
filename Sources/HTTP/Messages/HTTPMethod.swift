/// The method of a request (RFC 9110 §9).
public enum HTTPMethod: Sendable, Hashable {
    /// Transfers a representation of the target.
    case get
    /// As ``get``, without the body of the answer.
    case head
    /// Lets the target process the body.
    case post
    /// Replaces the target by the body.
    case put
    /// Removes the target.
    case delete
    /// Asks what can be done with the target.
    case options
    /// Changes a part of the target (RFC 5789).
    case patch
    /// A method without a meaning here; the parser makes sure that it is a token, thus ASCII.
    case other(String)

    /// Reads a method; names are case-sensitive, `get` is not ``get``.
    public init(_ name: String) {
        switch name {
        case "GET": self = .get
        case "HEAD": self = .head
        case "POST": self = .post
        case "PUT": self = .put
        case "DELETE": self = .delete
        case "OPTIONS": self = .options
        case "PATCH": self = .patch
        default: self = .other(name)
        }
    }

    /// The name as it stands in a request line.
    public var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .patch: "PATCH"
        case .other(let name): name
        }
    }
}
