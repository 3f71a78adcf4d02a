internal import HTTP
internal import Primitives
internal import Transport

/// One client's connection, from accept to close, on one loop.
///
/// Requests are answered one after the other: the next is parsed when the answer before it is
/// queued. A request that nothing has to be waited for is answered without a task; a task of the
/// loop serves any other.
final class Connection: LoopWorker, @unchecked Sendable {
    // @unchecked Sendable: it lives on its loop; every property is touched on that thread only.

    /// What the connection is doing.
    enum Phase {
        /// Waiting for a request or for the rest of one.
        case reading
        /// A handler is at work.
        case handling
        /// A handler is writing a body whose head has been sent.
        case streaming
        /// The last answer is queued; what still arrives is dropped.
        case lingering
        /// The socket is closed.
        case closed
    }

    /// Pipelined bytes that are taken while a request is answered; then the client has to wait.
    static let maximumBufferedBytes = 64 * 1_024

    let stream: ByteStream
    let server: LoopServer
    let peerAddress: String
    let isPeerTrusted: Bool
    /// The place in the server's list.
    var position = 0
    var phase = Phase.reading
    var parser: RequestParser
    var exchange: Exchange?
    /// The request that is answered once this round's sockets have been read.
    var waiting: ServedRequest?
    var deadline: ConnectionDeadline
    var pipeline = Pipeline()

    init(_ stream: ByteStream, from peer: IPAddress, of server: LoopServer) {
        self.stream = stream
        self.server = server
        let configuration = server.core.configuration
        peerAddress = peer.unmapped.description
        isPeerTrusted = configuration.trustedProxies.contains { $0.contains(peer) }
        parser = RequestParser(limits: configuration.limits)
        deadline = ConnectionDeadline(on: stream.loop, configuration.deadlines)
    }

    /// Begins to read.
    func begin() {
        deadline.begin { [self] kind in expired(kind) }
        deadline.await(.head)
        do throws(TransportError) {
            try stream.open(delegate: self)
        } catch {
            // Memory is out; this connection is what has to go.
            close()
        }
    }

    /// Ends the connection after the request that is being answered or received, or at once when
    /// there is none.
    func drain() {
        if phase == .reading, parser.phase == .idle { close() }
    }

    /// Closes now; a handler that is at work is cancelled.
    func close() {
        guard phase != .closed else { return }
        abandonExchange()
        phase = .closed
        deadline.retire()
        stream.close()
        server.remove(self)
    }

    /// Queues no more answers, sends what is queued and lingers until the client has closed.
    func finish() {
        guard phase != .closed, phase != .lingering else { return }
        phase = .lingering
        deadline.clear()
        stream.finishSending()
    }

    /// Reads requests out of what has arrived, as far as they can be answered now.
    func pump() {
        while phase == .reading {
            switch parser.next() {
            case .needsMoreBytes:
                return wait()
            case .expectContinue:
                stream.send(ResponseSerializer.continueResponse)
            case .request(let request):
                accept(request)
            case .refuse(let fault):
                refuse(fault.status, fault.explanation)
            }
        }
        if parser.bufferedByteCount > Self.maximumBufferedBytes { stream.pauseReading() }
    }

    private func wait() {
        stream.resumeReading()
        if pipeline.didClientEnd {
            // Answers that are queued leave first; half a request is nobody's to answer.
            return finish()
        }
        switch parser.phase {
        case .idle where server.isDraining: finish()
        case .idle:
            parser.releaseMemory()
            deadline.await(.idle)
        case .head: deadline.await(.head)
        case .body: deadline.await(.body)
        case .refused: break
        }
    }

    /// Answers a request that cannot be served, and ends.
    func refuse(_ status: HTTPStatus, _ explanation: String) {
        let request = exchange?.request
        let refused = exchange ?? Exchange(named: server.nextName(), at: stream.loop.now)
        exchange = refused
        var response = server.core.refusal(status, explanation, path: request?.path)
        // The handler names what it answers itself; whoever reports this must be found as well.
        response.requestName = refused.name
        let serializer =
            request.map {
                ResponseSerializer(
                    answering: $0.method,
                    minorVersion: $0.minorVersion,
                    keepsConnection: false
                )
            } ?? .refusing
        queue(response, by: serializer)
        endExchange(status: response.status.code)
        finish()
    }

    private func expired(_ kind: ConnectionDeadline.Kind) {
        switch kind {
        case .idle:
            finish()
        case .head where parser.phase == .idle:
            close()
        case .head, .body:
            refuse(.requestTimeout, "The request did not arrive in time.")
        case .handler:
            pipeline.task?.cancel()
            refuse(.serviceUnavailable, "The server did not finish in time; try again shortly.")
        case .linger:
            close()
        }
    }
}

extension Connection: ByteStreamDelegate {
    func streamDidOpen() {}

    func streamDidReceive(_ bytes: Span<UInt8>) {
        guard phase != .lingering else { return }
        if parser.phase == .body { deadline.bodyArrived(bytes.count) }
        parser.append(bytes)
        pump()
    }

    func streamDidEnd(isTruncated: Bool) {
        pipeline.didClientEnd = true
        switch phase {
        case .reading:
            // What arrived has been parsed, so what is left is nothing or half a request.
            if stream.unsentByteCount == 0 { close() } else { finish() }
        case .streaming:
            // The client of a stream that ends its side has no other way to say that it is gone.
            close()
        case .lingering where stream.unsentByteCount == 0:
            close()
        case .handling, .lingering, .closed:
            break
        }
    }

    func streamDidDrain() {
        pipeline.resumeWriters(throwing: nil)
    }

    func streamDidFinishSending() {
        if pipeline.didClientEnd { close() } else { deadline.await(.linger) }
    }

    func streamDidFail(_ failure: StreamFailure) {
        close()
    }
}
