internal import HTTP
internal import Primitives
internal import Transport

/// One request and what has become of it.
struct Exchange {
    let name: String
    let request: HTTPRequest?
    let clientAddress: String?
    let receivedAt: MonotonicInstant
    var bytesOut = 0
    /// The status of the head that has been queued.
    var status: Int?

    /// A request that could not be read.
    init(named name: String, at receivedAt: MonotonicInstant) {
        self.name = name
        self.receivedAt = receivedAt
        request = nil
        clientAddress = nil
    }

    init(_ request: HTTPRequest, _ context: RequestContext) {
        name = context.requestID
        receivedAt = context.receivedAt
        clientAddress = context.clientAddress
        self.request = request
    }
}

/// A request with its context, ready for the handler.
struct ServedRequest: Sendable {
    let request: HTTPRequest
    let context: RequestContext
}
