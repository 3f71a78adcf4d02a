internal import HTTP
internal import Primitives
private import Synchronization
internal import Transport

/// What all loops of one server share; constant but for the count of connections.
final class ServerCore: Sendable {
    let configuration: HTTPServerConfiguration
    let handler: any HTTPHandler
    let observer: @Sendable (RequestRecord) -> Void
    let clock: any WallClock
    let tls: TLSServerContext?
    private let connections = Atomic<Int>(0)
    private let reports = Lock(RefusalReports())

    init(
        configuration: HTTPServerConfiguration,
        handler: any HTTPHandler,
        clock: any WallClock,
        tls: TLSServerContext?,
        observer: @escaping @Sendable (RequestRecord) -> Void
    ) {
        self.configuration = configuration
        self.handler = handler
        self.clock = clock
        self.tls = tls
        self.observer = observer
    }

    /// Counts one more connection, or refuses it.
    func admit() -> Bool {
        let count = connections.add(1, ordering: .relaxed).newValue
        guard count > configuration.maximumConnections else { return true }
        release()
        return false
    }

    /// Counts a connection that found no place, and reports now and then how many there were.
    func noteRefusal() {
        let count = reports.withLock { $0.note(at: .now()) }
        if let count { configuration.onRefusedConnections(count) }
    }

    /// Counts one connection less.
    func release() {
        connections.subtract(1, ordering: .relaxed)
    }

    /// The answer to a request that this server refuses itself.
    func refusal(_ status: HTTPStatus, _ explanation: String, path: String?) -> HTTPResponse {
        sound(configuration.refusal(status, explanation, path))
    }

    /// `response`, or 500 in its place where it is not a final one.
    func sound(_ response: consuming HTTPResponse) -> HTTPResponse {
        guard response.status.code < 200 else { return response }
        return HTTPResponse(status: .internalServerError)
    }
}
