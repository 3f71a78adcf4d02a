public import HTTP
private import Primitives
private import Synchronization
public import Transport

/// Sends requests to one server that the operator has named, over one kept-alive and pipelined
/// connection for each event loop.
///
/// Requests that tasks of one loop send in one round leave in one write. Certificates are verified
/// and must name the host; `http` is for loopback addresses only. No proxy variable of the
/// environment is read and no redirect is followed.
public final class OutboundClient: Sendable {
    private let origin: AbsoluteURL
    private let channels: [OutboundChannel]
    private let lastID = Atomic<UInt64>(0)

    /// Creates a client for the origin of `url`; it connects when there is something to send.
    ///
    /// - Parameters:
    ///   - url: Any URL of the server.
    ///   - group: The loops to work on.
    ///   - configuration: The bounds to work within.
    /// - Throws: ``OutboundClientSetupError`` when requests could not be sent safely.
    public init(
        to url: AbsoluteURL,
        on group: EventLoopGroup,
        configuration: OutboundConfiguration = OutboundConfiguration()
    ) throws(OutboundClientSetupError) {
        guard url.isSecure || url.isLoopback else { throw .insecureOrigin(url.origin) }
        var trust: TLSClientContext?
        if url.isSecure {
            do throws(TLSError) {
                trust = try TLSClientContext(authoritiesFile: configuration.authoritiesFile)
            } catch {
                throw .authoritiesUnusable("\(error)")
            }
        }
        origin = url
        channels = group.loops.map { [trust] loop in
            OutboundChannel(loop, origin: url, trust: trust, configuration: configuration)
        }
    }

    /// Sends `request` and returns the answer, whatever its status.
    ///
    /// On a thread of the group's loops the request stays on that loop. Cancelling the task ends
    /// the wait at once; the request may have reached the server all the same.
    ///
    /// - Parameter request: The request, for the client's origin.
    /// - Returns: The complete answer.
    /// - Throws: ``HTTPClientError`` when there is none.
    public func send(
        _ request: OutboundRequest
    ) async throws(HTTPClientError) -> ClientResponse {
        guard request.url.hasOrigin(of: origin) else { throw .foreignOrigin }
        guard !Task.isCancelled else { throw .cancelled }
        let id = lastID.add(1, ordering: .relaxed).newValue
        let channel = channel(for: id)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if channel.loop.isCurrent {
                    channel.submit(id, request, continuation)
                } else {
                    channel.loop.execute { channel.submit(id, request, continuation) }
                }
            }
        } onCancel: {
            channel.loop.execute { channel.cancel(id) }
        }
        return try result.get()
    }

    /// Ends the connections and everything that waits, with ``HTTPClientError/stopped``.
    public func stop() {
        for channel in channels {
            channel.loop.execute { channel.stop() }
        }
    }

    private func channel(for id: UInt64) -> OutboundChannel {
        if let own = channels.first(where: { $0.loop.isCurrent }) { return own }
        return channels[Int(id % UInt64(channels.count))]
    }
}
