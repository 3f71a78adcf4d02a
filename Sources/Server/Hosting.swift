internal import Endpoints
internal import HTTP
internal import HTTPServer
internal import Primitives
internal import Publishing
internal import Transport

/// The life of a listening server, from binding its addresses to the last answer.
struct Hosting: Sendable {
    /// How long requests in flight may take after a signal to end.
    static let drainMilliseconds: UInt64 = 10_000

    let listen: ListenConfiguration
    let log: any Log
    let onThreadStart: @Sendable (Int) -> Void
    let onRoundEnd: @Sendable (Int) -> Void
    /// What else is read again on SIGHUP.
    let onHangUp: @Sendable () -> Void

    /// Runs a server until SIGTERM or SIGINT, and returns when everything is answered and
    /// `scheduling` has ended.
    ///
    /// - Parameters:
    ///   - scheduling: What works by itself; it asks others through the loops of the server.
    ///   - makeHandler: Makes the handler for the addresses that were bound.
    ///   - whenReady: Called once the server answers.
    /// - Throws: ``ServerError`` when it cannot start; nothing listens then.
    func run(
        with scheduling: Scheduling,
        makeHandler: (EventLoopGroup, [BoundAddress]) throws(ServerError) -> any HTTPHandler,
        whenReady: ([BoundAddress]) async throws(ServerError) -> Void
    ) async throws(ServerError) {
        let group = try makeGroup()
        let late = LateHandler()
        let server = WebServer(
            configuration: try configuration(),
            group: group,
            handler: late,
            observer: Self.observer(writingTo: log)
        )
        let addresses: [BoundAddress]
        do {
            addresses = try server.start()
        } catch {
            throw ServerError(error.description)
        }
        late.set(try makeHandler(group, addresses))
        let (signals, source) = try start(group)
        defer { withExtendedLifetime(source) { group.stop() } }
        warnOfExpiry(server)
        let result: Result<Void, ServerError>
        do throws(ServerError) {
            try await whenReady(addresses)
            await serve(server, until: signals, scheduling)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        // On loops that have stopped, what is under way would never hear that it shall end.
        await scheduling.stop()
        try result.get()
    }

    private func serve(
        _ server: WebServer,
        until signals: AsyncStream<ProcessSignal>,
        _ scheduling: Scheduling
    ) async {
        for await signal in signals {
            guard signal == .hangUp else { break }
            reload(server)
            onHangUp()
        }
        log.write(.info, "draining", [.number("milliseconds", Int64(Self.drainMilliseconds))])
        scheduling.endWaiting()
        await server.drain(withinMilliseconds: Self.drainMilliseconds)
        log.write(.info, "drained", [])
    }

    /// The bound addresses as a field of the line that says that the server is ready.
    static func listening(_ addresses: [BoundAddress]) -> [LogField] {
        [.text("listening", addresses.map(\.url).joined(separator: " "))]
    }

    /// Writes the line of each request, which is most of a log, without a list of its fields where
    /// the log can.
    private static func observer(writingTo log: any Log) -> @Sendable (RequestRecord) -> Void {
        guard let log = log as? StandardErrorLog else {
            return { log.write($0.level, RequestRecord.message, $0.logFields) }
        }
        return { log.write($0) }
    }

    private func makeGroup() throws(ServerError) -> EventLoopGroup {
        do {
            return try EventLoopGroup(
                count: listen.loopCount ?? Processors.loopCount,
                onThreadStart: onThreadStart,
                // A request's line is written before its answer leaves.
                onAnswersReady: { [log] _ in log.endRound() },
                onRoundEnd: { [log, onRoundEnd] loop in
                    onRoundEnd(loop)
                    log.endRound()
                }
            )
        } catch {
            throw ServerError(error.description)
        }
    }

    private func start(
        _ group: EventLoopGroup
    ) throws(ServerError) -> (AsyncStream<ProcessSignal>, SignalSource) {
        let (signals, continuation) = AsyncStream.makeStream(of: ProcessSignal.self)
        do {
            try group.start()
            let source = try SignalSource(ProcessSignal.allCases, on: group.loops[0]) { signal in
                continuation.yield(signal)
            }
            return (signals, source)
        } catch {
            throw ServerError(error.description)
        }
    }

    private func configuration() throws(ServerError) -> HTTPServerConfiguration {
        var configuration = HTTPServerConfiguration(addresses: try listen.socketAddresses())
        try listen.judgeKey(log)
        configuration.certificate = listen.tls.map {
            CertificateFiles(certificateFile: $0.certificatePath, keyFile: $0.keyPath)
        }
        // A draft is the slowest of what answers in one piece, and ends by itself before.
        configuration.deadlines.handlerMilliseconds = Drafting.patienceMilliseconds + 5_000
        configuration.trustedProxies = try listen.proxyNetworks()
        configuration.maximumConnections = try connectionLimit(configuration.maximumConnections)
        configuration.onRefusedConnections = { [log] count in
            log.write(
                .warning,
                "connections were refused: as many as can be served are open",
                [.number("connections", Int64(count))]
            )
        }
        configuration.refusal = { status, explanation, _ in
            let isOurs = status.code >= 500
            return .jsonError(
                status,
                code: isOurs ? "temporarily_unavailable" : "invalid_request",
                description: explanation
            )
        }
        return configuration
    }

    /// As many of the `wanted` connections as there are descriptors for.
    private func connectionLimit(_ wanted: Int) throws(ServerError) -> Int {
        let limit: Int
        do {
            limit = try DescriptorLimit.raise()
        } catch {
            throw ServerError(error.description)
        }
        let loops = listen.loopCount ?? Processors.loopCount
        let budget = try DescriptorBudget(limit: limit, loops: loops, wanted: wanted)
        if budget.maximumConnections < wanted {
            let fields: [LogField] = [
                .number("connections", Int64(budget.maximumConnections)),
                .number("open_files", Int64(limit)),
            ]
            log.write(.warning, "few open files are allowed", fields)
        }
        return budget.maximumConnections
    }

    private func reload(_ server: WebServer) {
        do {
            try server.reloadCertificates()
            log.write(.info, "certificate read again", [])
            warnOfExpiry(server)
        } catch {
            log.write(
                .error,
                "certificate not changed",
                [.text("reason", error.description)]
            )
        }
    }

    private func warnOfExpiry(_ server: WebServer) {
        guard let expiry = server.certificateExpiry else { return }
        let days = expiry.seconds(since: SystemWallClock().now()) / 86_400
        let fields: [LogField] = [
            .text("expires", CivilDate(expiry).rfc3339), .number("days", days),
        ]
        log.write(days < 30 ? .warning : .info, "certificate in use", fields)
    }
}
