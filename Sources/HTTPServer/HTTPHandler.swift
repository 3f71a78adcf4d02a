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

    /// Answers a request for which nothing has to be waited for, which spares it a task.
    ///
    /// Runs on the event loop, after everything that arrived in this round has been read, so that a
    /// read transaction that begins here is younger than the request. It must not block.
    ///
    /// - Parameters:
    ///   - request: The complete request.
    ///   - context: What is known beside the message.
    /// - Returns: The answer, or `nil` when ``respond(to:in:)`` shall give it; nothing has happened
    ///   then.
    func respondAtOnce(to request: HTTPRequest, in context: RequestContext) -> HTTPResponse?
}

extension HTTPHandler {
    /// Leaves every request to ``respond(to:in:)``.
    public func respondAtOnce(
        to request: HTTPRequest,
        in context: RequestContext
    ) -> HTTPResponse? {
        nil
    }
}
