internal import HTTP
internal import Primitives
internal import Transport

/// One request and what has become of it.
struct Exchange {
    let name: RequestName
    let served: ServedRequest?
    let receivedAt: MonotonicInstant
    var bytesOut = 0
    /// The status of the head that has been queued.
    var status: Int?

    /// A request that could not be read.
    init(named name: RequestName, at receivedAt: MonotonicInstant) {
        self.name = name
        self.receivedAt = receivedAt
        served = nil
    }

    init(_ served: ServedRequest) {
        name = served.context.name
        receivedAt = served.context.receivedAt
        self.served = served
    }

    /// The request, where one could be read.
    var request: HTTPRequest? { served?.request }
    /// The client's address, where a request could be read.
    var clientAddress: String? { served?.context.clientAddress }
}

/// A request with its context, ready for the handler; one object, because it is handed around.
final class ServedRequest: Sendable {
    let request: HTTPRequest
    let context: RequestContext

    init(request: HTTPRequest, context: RequestContext) {
        self.request = request
        self.context = context
    }
}
