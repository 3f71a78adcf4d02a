internal import HTTP
internal import Primitives
internal import Transport

/// One event loop's connection to the client's server: carries out what a ``Pipeline`` decides.
///
/// Requests of one round of the loop are queued on the stream and leave in one write at its end.
final class OutboundChannel: ByteStreamDelegate, @unchecked Sendable {
    // @unchecked Sendable: every mutable property is touched on the loop's thread only.

    typealias Continuation = CheckedContinuation<Result<ClientResponse, HTTPClientError>, Never>

    let loop: EventLoop
    private let origin: AbsoluteURL
    private let trust: TLSClientContext?
    private let requestMilliseconds: UInt64
    private var pipeline: Pipeline<Continuation>
    private var stream: ByteStream?
    /// Addresses still to be tried for the connection that is being made.
    private var candidates: [SocketAddress] = []
    /// Counts connections, so that a name resolved too late connects nothing.
    private var attempt = 0
    private var timer: LoopTimer?

    init(
        _ loop: EventLoop,
        origin: AbsoluteURL,
        trust: TLSClientContext?,
        configuration: OutboundConfiguration
    ) {
        self.loop = loop
        self.origin = origin
        self.trust = trust
        requestMilliseconds = configuration.requestMilliseconds
        pipeline = Pipeline(configuration)
    }

    /// Takes a request on the loop's thread.
    func submit(_ id: UInt64, _ request: OutboundRequest, _ continuation: Continuation) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + request.body.count)
        RequestSerializer.append(
            request.method,
            request.url,
            fields: request.fields,
            body: request.body,
            to: &bytes
        )
        pipeline.submit(
            Pipeline.Exchange(
                id: id,
                token: continuation,
                method: request.method,
                bytes: bytes,
                deadline: loop.now.adding(milliseconds: requestMilliseconds),
                isRepeatable: request.isRepeatable
            )
        )
        carryOut()
    }

    /// Gives up the request `id`, on the loop's thread.
    func cancel(_ id: UInt64) {
        pipeline.cancel(id)
        carryOut()
    }

    /// Ends everything, on the loop's thread.
    func stop() {
        pipeline.stop()
        carryOut()
    }

    private func carryOut() {
        for action in pipeline.takeActions() {
            switch action {
            case .close: close()
            case .connect: connect()
            case .send(let bytes): stream?.send(bytes)
            case .finish(let continuation, let result): continuation.resume(returning: result)
            }
        }
        watchDeadline()
    }

    private func watchDeadline() {
        guard let deadline = pipeline.nextDeadline else {
            timer?.clear()
            return
        }
        let timer =
            timer
            ?? LoopTimer(on: loop) { [weak self] in
                guard let self else { return }
                pipeline.expire(at: loop.now)
                carryOut()
            }
        self.timer = timer
        timer.set(deadline)
    }

    private func close() {
        attempt += 1
        candidates = []
        stream?.close()
        stream = nil
    }
}

// Connecting.
extension OutboundChannel {
    private func connect() {
        attempt += 1
        if let address = IPAddress(parsing: origin.host) {
            candidates = [SocketAddress(ip: address, port: origin.port)]
            // Not at once: a failure would come back while actions are being carried out.
            loop.execute { [attempt] in self.tryNext(attempt) }
            return
        }
        // Whatever the resolver is configured to say, this name never leaves the machine (RFC
        // 6761).
        let isLocal = origin.host == "localhost"
        let (host, port, attempt, loop) = (origin.host, origin.port, attempt, loop)
        Task {
            let result: Result<[SocketAddress], TransportError>
            do throws(TransportError) {
                result = .success(
                    isLocal
                        ? [
                            SocketAddress(ip: .loopback, port: port),
                            SocketAddress(ip: .v6(0, 1), port: port),
                        ]
                        : try await NameResolver.resolve(host, port: port)
                )
            } catch {
                result = .failure(error)
            }
            loop.execute { self.resolved(result, attempt) }
        }
    }

    private func resolved(_ result: Result<[SocketAddress], TransportError>, _ attempt: Int) {
        guard attempt == self.attempt else { return }
        switch result {
        case .success(let addresses):
            candidates = addresses
            tryNext(attempt)
        case .failure(let error):
            fail(.unreachable("\(error)"))
        }
    }

    private func tryNext(_ attempt: Int) {
        guard attempt == self.attempt else { return }
        guard !candidates.isEmpty else { return fail(.unreachable("it has no address")) }
        let address = candidates.removeFirst()
        do {
            let session = try trust?.makeSession(host: origin.host)
            let stream = try ByteStream(connectingTo: address, on: loop, tls: session)
            self.stream = stream
            try stream.open(delegate: self)
        } catch let error as TLSError {
            fail(.untrusted("\(error)"))
        } catch {
            stream?.close()
            stream = nil
            guard candidates.isEmpty else { return tryNext(attempt) }
            fail(.unreachable("\(error)"))
        }
    }

    private func fail(_ error: HTTPClientError) {
        stream = nil
        pipeline.failed(error)
        carryOut()
    }
}

// What the stream reports.
extension OutboundChannel {
    func streamDidOpen() {
        pipeline.opened()
        carryOut()
    }

    func streamDidReceive(_ bytes: Span<UInt8>) {
        pipeline.received(bytes)
        carryOut()
    }

    func streamDidEnd(isTruncated: Bool) {
        pipeline.ended(isTruncated: isTruncated)
        carryOut()
    }

    func streamDidDrain() {}

    func streamDidFail(_ failure: StreamFailure) {
        stream = nil
        switch failure {
        case .unreachable(let code):
            guard candidates.isEmpty else { return tryNext(attempt) }
            fail(.unreachable(TransportError.system(operation: "connect", code: code).description))
        case .misdirected:
            fail(.unreachable("the connection led to another address"))
        case .tls(let error):
            fail(.untrusted("\(error)"))
        case .reset, .stalled:
            fail(.disconnected)
        case .stopped:
            stop()
        }
    }
}
