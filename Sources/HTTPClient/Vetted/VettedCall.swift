internal import HTTP
internal import Primitives
internal import Transport

/// One vetted request on its event loop, from waiting for its turn to the end of its connection.
///
/// The name is looked up once, every address is judged, and the connection goes to an address that
/// was judged: there is no second look-up that could say something else. One timer runs all the
/// time, so no peer can hold a call beyond its deadline, whatever it does or leaves undone.
final class VettedCall: ByteStreamDelegate, @unchecked Sendable {
    // @unchecked Sendable: every mutable property is touched on the loop's thread only.

    typealias Continuation = CheckedContinuation<Result<ClientResponse, VettedClientError>, Never>

    /// What all calls of one client share.
    struct Surroundings: Sendable {
        let configuration: VettedConfiguration
        let resolver: any HostResolver
        /// The authorities of the configuration; `nil` are the system's.
        let trust: TLSClientContext?
        let gate: ParallelGate
    }

    private enum Phase: Equatable {
        case new, waiting, lookingUp, readingAuthorities, connecting, exchanging, done
    }

    let loop: EventLoop
    private let surroundings: Surroundings
    private let target: OutboundURL
    private let request: VettedRequest
    private var exchange: VettedExchange
    private var phase = Phase.new
    private var continuation: Continuation?
    private var deadline = MonotonicInstant(nanoseconds: 0)
    private var timer: LoopTimer?
    private var place: UInt64?
    private var connection = Connection()

    /// What belongs to the way to the server.
    private struct Connection {
        var lookup: Task<Void, Never>?
        var trust: TLSClientContext?
        var candidates: [SocketAddress] = []
        var stream: ByteStream?
    }

    init(
        _ target: OutboundURL,
        _ request: VettedRequest,
        on loop: EventLoop,
        _ surroundings: Surroundings
    ) {
        self.loop = loop
        self.surroundings = surroundings
        self.target = target
        self.request = request
        exchange = VettedExchange(
            method: request.method,
            rules: request.accepts,
            onContent: request.onContent
        )
    }

    /// Begins, on the loop's thread.
    func start(_ continuation: Continuation) {
        guard phase == .new else { return continuation.resume(returning: .failure(.cancelled)) }
        self.continuation = continuation
        deadline = MonotonicInstant.now().adding(milliseconds: request.deadlineMilliseconds)
        timer = LoopTimer(on: loop) { [weak self] in self?.timeRanOut() }
        enter(.waiting)
        place = surroundings.gate.enter { [self] in
            loop.execute { self.admitted() }
        }
        if place == nil { finish(.failure(.overloaded)) }
    }

    /// Gives up, on the loop's thread.
    func cancel() {
        finish(.failure(.cancelled))
    }

    /// Begins a phase, which may take no longer than `milliseconds` and never beyond the deadline.
    private func enter(_ phase: Phase, forAtMost milliseconds: UInt64? = nil) {
        self.phase = phase
        let end = milliseconds.map { MonotonicInstant.now().adding(milliseconds: $0) }
        timer?.set(min(deadline, end ?? deadline))
    }

    private func timeRanOut() {
        switch phase {
        case .lookingUp:
            finish(.failure(.nameUnresolved))
        case .connecting where MonotonicInstant.now() < deadline:
            connection.stream?.close()
            connectToNext(lastFailure: .unreachable("it does not accept connections in time"))
        case .new, .waiting, .readingAuthorities, .connecting, .exchanging, .done:
            finish(.failure(.deadlineExceeded))
        }
    }

    private func finish(_ result: Result<ClientResponse, VettedClientError>) {
        guard phase != .done else { return }
        phase = .done
        timer?.retire()
        connection.lookup?.cancel()
        connection.stream?.close()
        connection = Connection()
        if let place { surroundings.gate.leave(place) }
        continuation.take()?.resume(returning: result)
    }
}

// The way to the server.
extension VettedCall {
    private func admitted() {
        guard phase == .waiting else { return }
        switch target.destination {
        case .literal(let addresses):
            judge(addresses, isLiteral: true)
        case .name:
            enter(.lookingUp, forAtMost: surroundings.configuration.lookupMilliseconds)
            let (resolver, host, loop) = (surroundings.resolver, target.url.host, loop)
            connection.lookup = Task {
                let result: Result<[IPAddress], TransportError>
                do throws(TransportError) {
                    result = .success(try await resolver.addresses(of: host))
                } catch {
                    result = .failure(error)
                }
                loop.execute { self.lookedUp(result) }
            }
        }
    }

    private func lookedUp(_ result: Result<[IPAddress], TransportError>) {
        guard phase == .lookingUp else { return }
        switch result {
        case .success(let addresses) where addresses.isEmpty: finish(.failure(.nameUnknown))
        case .success(let addresses): judge(addresses, isLiteral: false)
        case .failure(.nameUnknown): finish(.failure(.nameUnknown))
        case .failure: finish(.failure(.nameUnresolved))
        }
    }

    /// Goes on only when every address is fine: a name with a refused address is not to be trusted
    /// with its others.
    private func judge(_ addresses: [IPAddress], isLiteral: Bool) {
        let (policy, port) = (surroundings.configuration.policy, target.url.port)
        for address in addresses where !target.isTrusted {
            if let refusal = policy.refusal(of: address, port: port, isLiteral: isLiteral) {
                return finish(.failure(.addressRefused(address, refusal)))
            }
        }
        let tried = addresses.prefix(max(1, surroundings.configuration.maximumAddressesTried))
        connection.candidates = tried.map { SocketAddress(ip: $0, port: port) }
        connection.trust = surroundings.trust ?? TLSClientContext.systemIfRead
        guard target.url.isSecure, connection.trust == nil else { return connect() }
        enter(.readingAuthorities)
        let loop = loop
        connection.lookup = Task {
            let result: Result<TLSClientContext, TLSError>
            do throws(TLSError) {
                result = .success(try await TLSClientContext.system())
            } catch {
                result = .failure(error)
            }
            loop.execute { self.readAuthorities(result) }
        }
    }

    private func readAuthorities(_ result: Result<TLSClientContext, TLSError>) {
        guard phase == .readingAuthorities else { return }
        switch result {
        case .success(let trust):
            connection.trust = trust
            connect()
        case .failure(let error):
            finish(.failure(.untrusted("\(error)")))
        }
    }

    private func connect() {
        connectToNext(lastFailure: .unreachable("it has no address"))
    }

    private func connectToNext(lastFailure: VettedClientError) {
        connection.stream = nil
        guard !connection.candidates.isEmpty else { return finish(.failure(lastFailure)) }
        let address = connection.candidates.removeFirst()
        let patience = surroundings.configuration.connectMilliseconds
        enter(.connecting, forAtMost: connection.candidates.isEmpty ? nil : patience)
        do {
            let session = try session()
            let stream = try ByteStream(connectingTo: address, on: loop, tls: session)
            connection.stream = stream
            try stream.open(delegate: self)
        } catch let error as TLSError {
            finish(.failure(.untrusted("\(error)")))
        } catch {
            connection.stream?.close()
            connectToNext(lastFailure: .unreachable("\(error)"))
        }
    }

    /// The TLS side of a new connection, or `nil` for a URL without TLS.
    private func session() throws(TLSError) -> TLSSession? {
        guard target.url.isSecure else { return nil }
        guard let trust = connection.trust else {
            throw .authoritiesUnusable(file: nil, reason: "they were not read")
        }
        return try trust.makeSession(host: target.url.host)
    }
}

// What the stream reports.
extension VettedCall {
    func streamDidOpen() {
        guard phase == .connecting else { return }
        enter(.exchanging)
        var fields = request.fields
        fields.set(.userAgent, surroundings.configuration.userAgent)
        fields.set(.acceptEncoding, "identity")
        var bytes: [UInt8] = []
        RequestSerializer.append(
            request.method,
            target.url,
            fields: fields,
            body: request.body,
            closesConnection: true,
            to: &bytes
        )
        connection.stream?.send(bytes)
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        guard phase == .exchanging else { return }
        conclude(exchange.received(bytes))
    }

    func streamDidEnd(isTruncated: Bool) {
        guard phase == .exchanging else { return finish(.failure(.disconnected)) }
        conclude(exchange.ended(isTruncated: isTruncated))
    }

    private func conclude(_ outcome: VettedExchange.Outcome) {
        switch outcome {
        case .wait: break
        case .answer(let response): finish(.success(response))
        case .failure(let error): finish(.failure(error))
        }
    }

    func streamDidFail(_ failure: StreamFailure) {
        connection.stream = nil
        switch failure {
        case .unreachable(let code):
            let reason = TransportError.system(operation: "connect", code: code)
            connectToNext(lastFailure: .unreachable("\(reason)"))
        case .misdirected:
            finish(.failure(.unreachable("the connection led to another address")))
        case .tls(let error):
            finish(.failure(.untrusted("\(error)")))
        case .reset, .stalled:
            finish(.failure(.disconnected))
        case .stopped:
            finish(.failure(.stopped))
        }
    }
}
