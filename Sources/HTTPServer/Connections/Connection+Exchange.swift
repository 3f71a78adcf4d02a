internal import HTTP
private import Primitives
private import Transport

// From a request to its answer.
extension Connection {
    /// Takes a complete request, which is answered once this round's sockets have been read.
    func accept(_ request: HTTPRequest) {
        phase = .handling
        let served = ServedRequest(request: request, context: context(of: request))
        exchange = Exchange(served)
        deadline.await(.handler)
        waiting = served
        stream.loop.workLater(self)
    }

    /// Answers the request that waits, or hands it to a task.
    func work() {
        guard let served = waiting.take(), phase == .handling else { return }
        if let answer = server.core.handler.respondAtOnce(to: served.request, in: served.context) {
            return send(server.core.sound(answer), to: served.request)
        }
        pipeline.task = server.tasks.serve(served, of: self)
    }

    private func send(_ response: HTTPResponse, to request: HTTPRequest) {
        if case .stream = response.body {
            Task(executorPreference: stream.loop) { await self.answer(request, with: response) }
            return
        }
        let serializer = serializer(for: request)
        queue(response, by: serializer)
        ended(response, serializer)
    }

    private func context(of request: HTTPRequest) -> RequestContext {
        var clientAddress = peerAddress
        var isSecure = stream.tls != nil
        if isPeerTrusted {
            let trusted = server.core.configuration.trustedProxies
            let origin = ClientOrigin(
                request.fields,
                from: peerAddress,
                isSecure: isSecure,
                trusted: trusted
            )
            (clientAddress, isSecure) = (origin.address, origin.isSecure)
        }
        return RequestContext(
            name: server.nextName(),
            peerAddress: peerAddress,
            clientAddress: clientAddress,
            isSecure: isSecure,
            receivedAt: stream.loop.now
        )
    }

    /// Lets the handler answer; runs in a task of the loop.
    func serve(_ served: ServedRequest) async {
        guard phase == .handling else { return }
        let response = await server.core.handler.respond(to: served.request, in: served.context)
        // The deadline may have answered meanwhile, or the client may have gone.
        guard phase == .handling else { return }
        await answer(served.request, with: server.core.sound(response))
    }

    /// Lets go of the task, which serves others from now on.
    func taskIsDone(_ task: RequestTask) {
        if pipeline.task === task { pipeline.task = nil }
    }

    private func answer(_ request: HTTPRequest, with response: HTTPResponse) async {
        let serializer = serializer(for: request)
        let continuation = queue(response, by: serializer)
        if case .stream(let body) = response.body, continuation != .nothing {
            guard await stream(body, isChunked: continuation == .chunks) else { return }
        }
        ended(response, serializer)
    }

    private func serializer(for request: HTTPRequest) -> ResponseSerializer {
        ResponseSerializer(
            answering: request.method,
            minorVersion: request.minorVersion,
            keepsConnection: request.allowsKeepAlive && !server.isDraining
        )
    }

    /// Goes on to the next request, or ends the connection.
    private func ended(_ response: HTTPResponse, _ serializer: ResponseSerializer) {
        endExchange(status: response.status.code)
        if serializer.closesConnection(after: response) { return finish() }
        phase = .reading
        pump()
    }

    /// Queues the head of `response`, and its body when that is known.
    @discardableResult
    func queue(
        _ response: HTTPResponse,
        by serializer: ResponseSerializer
    ) -> ResponseSerializer.Continuation {
        let date = server.dateValue()
        var continuation = ResponseSerializer.Continuation.nothing
        var count = 0
        stream.send { bytes in
            let before = bytes.count
            continuation = serializer.append(response, date: date, to: &bytes)
            count = bytes.count - before
        }
        if case .parts(let parts) = continuation {
            for part in parts {
                stream.send(part)
                count += part.count
            }
        }
        exchange?.bytesOut += count
        exchange?.status = response.status.code
        return continuation
    }

    /// Runs the writer of a streamed body.
    ///
    /// - Returns: Whether the body came to its end and the connection still stands.
    private func stream(
        _ body: @Sendable (any HTTPBodyWriter) async throws -> Void,
        isChunked: Bool
    ) async -> Bool {
        phase = .streaming
        deadline.clear()
        // The end may have come while the handler was at work, when it did not matter yet.
        guard !pipeline.didClientEnd else {
            close()
            return false
        }
        do {
            try await body(ConnectionBodyWriter(connection: self, isChunked: isChunked))
        } catch {
            close()
            return false
        }
        guard phase == .streaming else { return false }
        if isChunked { send { ResponseSerializer.appendLastChunk(to: &$0) } }
        return true
    }

    /// Queues a part of a streamed body and waits while the client is behind.
    func write(_ part: [UInt8], isChunked: Bool) async throws {
        guard phase == .streaming else { throw ClientGone() }
        send { bytes in
            if isChunked {
                ResponseSerializer.appendChunk(part, to: &bytes)
            } else {
                bytes.append(contentsOf: part)
            }
        }
        guard stream.unsentByteCount >= ByteStream.highWaterMark else { return }
        stream.flush()
        guard stream.unsentByteCount > ByteStream.lowWaterMark else { return }
        guard phase == .streaming else { throw ClientGone() }
        // Resumed exactly once: when there is room or when the connection closes.
        try await withCheckedThrowingContinuation { pipeline.park(writer: $0) }
        guard phase == .streaming else { throw ClientGone() }
    }

    private func send(_ body: (inout [UInt8]) -> Void) {
        stream.send { bytes in
            let before = bytes.count
            body(&bytes)
            exchange?.bytesOut += bytes.count - before
        }
    }

    /// Reports the request that has been answered.
    func endExchange(status: Int, isCut: Bool = false) {
        guard let exchange = exchange.take() else { return }
        var record = RequestRecord(
            name: exchange.name,
            method: exchange.request?.method.name ?? "-",
            path: exchange.request?.path ?? "-",
            status: status,
            durationMicroseconds: MonotonicInstant.now().microseconds(since: exchange.receivedAt),
            bytesOut: exchange.bytesOut,
            clientAddress: exchange.clientAddress ?? peerAddress
        )
        record.isCut = isCut
        server.core.observer(record)
    }

    /// Stops what works on a request whose client has gone.
    func abandonExchange() {
        pipeline.task?.cancel()
        pipeline.resumeWriters(throwing: ClientGone())
        guard let status = exchange?.status else { return endExchange(status: 499, isCut: true) }
        endExchange(status: status, isCut: true)
    }
}

/// Why a body cannot be written any further: the client has gone or does not read.
struct ClientGone: Error {}

/// Hands the parts of a streamed body to its connection, from whatever thread they come.
struct ConnectionBodyWriter: HTTPBodyWriter {
    let connection: Connection
    let isChunked: Bool

    func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        let loop = connection.stream.loop
        guard !loop.isCurrent else {
            return try await connection.write(bytes, isChunked: isChunked)
        }
        try await Task(executorPreference: loop) {
            try await connection.write(bytes, isChunked: isChunked)
        }.value
    }
}
