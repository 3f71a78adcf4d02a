public import HTTP
private import Primitives
private import Synchronization
public import Transport

/// Sends requests to servers that other people named, without becoming their way into this network.
///
/// Each request has a connection of its own: the name is looked up once, A and AAAA, and when any
/// of its addresses is not public nothing is sent; the connection goes to an address that was
/// judged and is compared with it once it stands. Certificates are verified and must name the host.
/// No redirect is followed, no proxy variable of the environment is read, no cookie or client
/// certificate is sent, and nothing is sent twice. What may be answered, and how much, is judged
/// while it arrives, all within one deadline.
public final class VettedClient: Sendable {
    private let loops: [EventLoop]
    private let surroundings: VettedCall.Surroundings
    private let turn = Atomic<UInt64>(0)

    /// Creates a client; it connects when there is something to send.
    ///
    /// - Parameters:
    ///   - group: The loops to work on.
    ///   - resolver: What names mean.
    ///   - configuration: Where requests may go, and how many.
    /// - Throws: ``OutboundClientSetupError`` when the configuration's authorities cannot be read;
    ///   the system's are read with the first call that needs them.
    public init(
        on group: EventLoopGroup,
        resolver: any HostResolver,
        configuration: VettedConfiguration = VettedConfiguration()
    ) throws(OutboundClientSetupError) {
        var trust: TLSClientContext?
        if let file = configuration.authoritiesFile {
            do throws(TLSError) {
                trust = try TLSClientContext(authoritiesFile: file)
            } catch {
                throw .authoritiesUnusable("\(error)")
            }
        }
        loops = group.loops
        surroundings = VettedCall.Surroundings(
            configuration: configuration,
            resolver: resolver,
            trust: trust,
            gate: ParallelGate(
                maximumInside: configuration.maximumParallel,
                maximumWaiting: configuration.maximumWaiting
            )
        )
    }

    /// Judges what can be known of `url` without asking the DNS, for instance before it is stored.
    ///
    /// - Parameter url: The URL.
    /// - Returns: The only reading of it.
    /// - Throws: What is wrong with it.
    public func vet(_ url: String) throws(OutboundURLProblem) -> OutboundURL {
        try surroundings.configuration.policy.vet(url)
    }

    /// Sends `request` and returns the answer.
    ///
    /// On a thread of the group's loops the request stays on that loop. Cancelling the task ends
    /// the request at once; it may have reached the server all the same.
    ///
    /// - Parameter request: What to ask whom.
    /// - Returns: The complete answer, acceptable by the request's rules.
    /// - Throws: ``VettedClientError`` when there is none.
    public func send(
        _ request: VettedRequest
    ) async throws(VettedClientError) -> ClientResponse {
        let target: OutboundURL
        do throws(OutboundURLProblem) {
            target = try vet(request.url)
        } catch {
            throw .urlRefused(error)
        }
        let call = VettedCall(target, request, on: nextLoop(), surroundings)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                call.loop.execute { call.start(continuation) }
            }
        } onCancel: {
            call.loop.execute { call.cancel() }
        }
        return try result.get()
    }

    private func nextLoop() -> EventLoop {
        if let own = loops.first(where: { $0.isCurrent }) { return own }
        let number = turn.add(1, ordering: .relaxed).newValue
        return loops[Int(number % UInt64(loops.count))]
    }
}
