public import HTTP

/// Something that answers requests.
public protocol HTTPHandler: Sendable {
    /// Answers one request; every failure is an answer too.
    ///
    /// Runs on the event loop of the connection and returns to it after each wait. Cancelled when
    /// the client has gone or the handler's deadline has passed.
    ///
    /// - Parameters:
    ///   - request: The complete request.
    ///   - context: What is known beside the message.
    /// - Returns: The answer; `Date`, framing and `Connection` are the server's.
    func respond(to request: HTTPRequest, in context: RequestContext) async -> HTTPResponse
}
