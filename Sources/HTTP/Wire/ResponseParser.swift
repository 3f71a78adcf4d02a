/// A client's reader of HTTP/1.1 responses (RFC 9112), without input, output or clock.
///
/// Announce each request with ``expectResponse(to:)`` in the order in which they are sent;
/// responses come out in that order. As strict as ``RequestParser``, and its outcome too depends on
/// the bytes alone.
public struct ResponseParser: Sendable {
    /// What the connection should do.
    public enum Action: Sendable {
        /// Wait for bytes.
        case needsMoreBytes
        /// Hand this response to the oldest request without one.
        case response(ClientResponse)
        /// Close; every later call says the same.
        case refuse(MessageFault)
    }

    private enum State {
        case start
        case statusLine
        case fields
        case fixedBody(Int)
        case chunkedBody
        case trailers
        case untilClose
        /// The peer has said that no further response follows.
        case closed
        case refused(MessageFault)
    }

    private struct Head {
        let status: HTTPStatus
        let fields: HTTPFields
        let keepsConnection: Bool
    }

    private let limits: HTTPLimits
    private var buffer: [UInt8] = []
    private var base = 0
    private var position = 0
    private var state = State.start
    private var line: StatusLineReader
    private var section: FieldSectionReader
    private var chunks: ChunkedReader
    private var pending: Head?
    /// Whether each outstanding request was `HEAD`, oldest first.
    private var outstanding: [Bool] = []
    private var interimCount = 0

    /// Creates the parser of a new connection.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        line = StatusLineReader(limits)
        section = FieldSectionReader(limits)
        chunks = ChunkedReader(limits)
    }

    /// Whether any byte of the answer to the oldest outstanding request has arrived.
    public var hasBegunResponse: Bool {
        if case .start = state { return interimCount > 0 || position < buffer.count }
        return true
    }

    /// Status and fields of the response whose body is being read; `nil` before its head is
    /// complete and when no body is awaited.
    ///
    /// Who can refuse a response by its head need not read the rest.
    public var headUnderWay: ResponseHead? {
        pending.map { ResponseHead(status: $0.status, fields: $0.fields) }
    }

    /// What has arrived of the body under way from its byte `offset` on, transfer coding removed.
    public func bodyUnderWay(from offset: Int) -> [UInt8] {
        switch state {
        case .fixedBody(let count):
            Array(buffer[min(base + offset, buffer.count)..<min(base + count, buffer.count)])
        case .untilClose: Array(buffer[min(base + offset, buffer.count)...])
        case .chunkedBody, .trailers: Array(chunks.body.dropFirst(offset))
        default: []
        }
    }

    /// The response under way with the body that has arrived, for a reader that knows by its
    /// content that it is complete; the connection is of no further use then.
    public func responseSoFar() -> ClientResponse? {
        pending.map { head in
            ClientResponse(
                status: head.status,
                fields: head.fields,
                body: bodyUnderWay(from: 0),
                keepsConnection: false
            )
        }
    }

    /// The number of requests whose answer has not been handed out.
    public var outstandingCount: Int { outstanding.count }

    /// Records that a request was sent, or is about to be, after those recorded before.
    public mutating func expectResponse(to method: HTTPMethod) {
        outstanding.append(method == .head)
    }

    /// Takes the next bytes of the connection.
    public mutating func append(_ bytes: [UInt8]) {
        makeRoom()
        buffer.append(contentsOf: bytes)
    }

    /// Takes the next bytes of the connection, from memory that the caller keeps.
    public mutating func append(_ bytes: Span<UInt8>) {
        makeRoom()
        // Sound: the pointer is used only inside the closure, while the span is borrowed.
        unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Drops the bytes of responses that have been handed out.
    private mutating func makeRoom() {
        guard base > 0 else { return }
        if base == buffer.count {
            buffer.removeAll(keepingCapacity: true)
        } else {
            buffer.removeSubrange(0..<base)
        }
        position -= base
        base = 0
    }

    /// Reads on and says what to do; call it again until it answers ``Action/needsMoreBytes``.
    public mutating func next() -> Action {
        do throws(MessageFault) {
            while true {
                if let action = try step() { return action }
            }
        } catch {
            return refuse(error)
        }
    }

    /// Records that the peer closed its side; call it after ``next()`` has asked for more.
    ///
    /// - Returns: The response that the close completes, a refusal when it cuts one, or
    ///   ``Action/needsMoreBytes`` when nothing was under way.
    public mutating func endOfStream() -> Action {
        switch state {
        case .untilClose:
            let body = Array(buffer[base...])
            position = buffer.count
            state = .closed
            return finish(body) ?? .needsMoreBytes
        case .start where !hasBegunResponse, .closed:
            state = .closed
            return .needsMoreBytes
        case .refused(let fault):
            return .refuse(fault)
        default:
            return refuse(.truncated)
        }
    }

    private mutating func refuse(_ fault: MessageFault) -> Action {
        state = .refused(fault)
        buffer = []
        (base, position) = (0, 0)
        return .refuse(fault)
    }

    private mutating func step() throws(MessageFault) -> Action? {
        // A second reference, so that the readers may move `position` while they look at the bytes.
        let bytes = buffer
        switch state {
        case .start:
            guard position < bytes.count else { return .needsMoreBytes }
            // Bytes that nobody asked for would be taken for the next answer.
            guard !outstanding.isEmpty else { throw .malformedStatusLine }
            base = position
            state = .statusLine
        case .statusLine:
            guard try line.read(bytes.span, base: base, at: &position) else {
                return .needsMoreBytes
            }
            state = .fields
        case .fields:
            guard try section.read(bytes.span, base: base, at: &position) else {
                return .needsMoreBytes
            }
            return try endHead()
        case .fixedBody(let count):
            guard bytes.count - base >= count else { return .needsMoreBytes }
            position = base + count
            return finish(Array(bytes[base..<position]))
        case .chunkedBody:
            let isDone = try chunks.read(bytes.span, at: &position)
            base = position
            guard isDone else { return .needsMoreBytes }
            state = .trailers
        case .trailers:
            guard try section.read(bytes.span, base: base, at: &position) else {
                return .needsMoreBytes
            }
            _ = section.takeEntries()
            return finish(chunks.takeBody())
        case .untilClose:
            guard bytes.count - base <= limits.maximumBodyBytes else { throw .bodyTooLarge }
            return .needsMoreBytes
        case .closed:
            return .needsMoreBytes
        case .refused(let fault):
            return .refuse(fault)
        }
        return nil
    }

    private mutating func endHead() throws(MessageFault) -> Action? {
        let head = Array(buffer[base..<position])
        let entries = section.takeEntries()
        guard let status = HTTPStatus(code: line.code) else { throw .malformedStatusLine }
        let minorVersion = line.minorVersion
        line.reset()
        base = position
        guard status.code >= 200 else {
            interimCount += 1
            guard status.code != 101, interimCount <= limits.maximumInterimResponses else {
                throw .unexpectedInterimResponse
            }
            state = .start
            return nil
        }
        let rules = try ResponseRules(
            head.span,
            entries,
            minorVersion: minorVersion,
            forbidsBody: status.forbidsBody || outstanding.first == true,
            limits: limits
        )
        let fields = HTTPFields(buffer: head, entries: entries)
        let isPersistent =
            minorVersion >= 1
            ? !fields.hasToken(.connection, "close") : fields.hasToken(.connection, "keep-alive")
        pending = Head(
            status: status,
            fields: fields,
            keepsConnection: isPersistent && rules.framing != .untilClose
        )
        switch rules.framing {
        case .none: return finish([])
        case .length(let count): state = .fixedBody(count)
        case .chunked: state = .chunkedBody
        case .untilClose: state = .untilClose
        }
        return nil
    }

    private mutating func finish(_ body: [UInt8]) -> Action? {
        base = position
        interimCount = 0
        outstanding.removeFirst()
        guard let head = pending.take() else { return nil }
        state = head.keepsConnection ? .start : .closed
        return .response(
            ClientResponse(
                status: head.status,
                fields: head.fields,
                body: body,
                keepsConnection: head.keepsConnection
            )
        )
    }
}
