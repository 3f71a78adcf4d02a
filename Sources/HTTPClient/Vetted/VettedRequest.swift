public import HTTP

/// A request to a server that somebody else named.
public struct VettedRequest: Sendable {
    /// The method.
    public var method: HTTPMethod
    /// Where it goes; judged when it is sent.
    public var url: String
    /// Fields beyond `Host`, `Connection`, `User-Agent`, `Accept-Encoding` and those that frame the
    /// message, which the client sets itself.
    public var fields: HTTPFields
    /// The content.
    public var body: [UInt8]
    /// Which answers are acceptable.
    public var accepts: AnswerRules
    /// Is given what arrives of an acceptable answer's content, on the thread of a loop, and tells
    /// whether that makes the answer complete; what comes last of an answer may go past it.
    public var onContent: (@Sendable (ResponseHead, [UInt8]) -> Bool)?
    /// Milliseconds from handing the request over until its answer must be complete; waiting for a
    /// turn, looking the name up and connecting count.
    public var deadlineMilliseconds: UInt64

    /// Creates a request from its parts.
    public init(
        method: HTTPMethod = .get,
        url: String,
        fields: HTTPFields = HTTPFields(),
        body: [UInt8] = [],
        accepts: AnswerRules,
        deadlineMilliseconds: UInt64 = 5_000
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.accepts = accepts
        self.deadlineMilliseconds = deadlineMilliseconds
    }
}
