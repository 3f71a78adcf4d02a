/// The server's reader of HTTP/1.1 requests (RFC 9112), without input, output or clock.
///
/// Give it bytes as they arrive, in portions of any size, and ask ``next()`` what to do until it
/// wants more. Bytes of a following request stay in it and are read by the next calls, in order.
/// Requests and faults depend on the bytes alone, never on how they were cut; only whether a client
/// waits for `100 Continue` depends on what has arrived.
public struct RequestParser: Sendable {
    /// What the connection should do.
    public enum Action: Sendable {
        /// Wait for bytes and call ``RequestParser/append(_:)-([UInt8])``.
        case needsMoreBytes
        /// Send `100 Continue`, unless the request is refused at once: the client waits for it.
        case expectContinue
        /// Answer this request.
        case request(HTTPRequest)
        /// Answer with the fault's status and close; every later call says the same.
        case refuse(MessageFault)
    }

    /// Which deadline applies while the parser waits.
    public enum Phase: Sendable, Equatable {
        /// No byte of a request has arrived.
        case idle
        /// A request's head is arriving.
        case head
        /// A request's body is arriving.
        case body
        /// A request was refused.
        case refused
    }

    private enum State {
        case start(sawEmptyLine: Bool)
        case startLineFeed
        case requestLine
        case fields
        case fixedBody(Int)
        case chunkedBody
        case trailers
        case refused(MessageFault)
    }

    /// More memory than this is given back between two requests.
    private static let keptCapacity = 4 * 1_024

    private let limits: HTTPLimits
    private var buffer: [UInt8] = []
    /// Where the part being read (head, body, trailers) begins in `buffer`.
    private var base = 0
    private var position = 0
    private var state = State.start(sawEmptyLine: false)
    private var line: RequestLineReader
    private var section: FieldSectionReader
    private var chunks: ChunkedReader
    private var pending: RequestHead?
    private var last: LastHead?
    private var owesContinue = false

    /// Creates the parser of a new connection.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        line = RequestLineReader(limits)
        section = FieldSectionReader(limits)
        chunks = ChunkedReader(limits)
    }

    /// What the parser is waiting for.
    public var phase: Phase {
        switch state {
        case .start: position < buffer.count ? .head : .idle
        case .startLineFeed, .requestLine, .fields: .head
        case .fixedBody, .chunkedBody, .trailers: .body
        case .refused: .refused
        }
    }

    /// The number of bytes that have arrived and are not part of a request handed out.
    public var bufferedByteCount: Int { buffer.count - base }

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

    /// Gives back what a large request has made the buffer grow by; a usual one is kept.
    ///
    /// Call it when no more bytes are at hand.
    public mutating func releaseMemory() {
        guard base == buffer.count, buffer.capacity > Self.keptCapacity else { return }
        buffer = []
        (base, position) = (0, 0)
    }

    /// Reads on and says what to do; call it again until it answers ``Action/needsMoreBytes``.
    ///
    /// After ``Action/request(_:)`` the caller may leave the rest unread until that request is
    /// answered.
    public mutating func next() -> Action {
        do throws(MessageFault) {
            while true {
                if let action = try step() { return action }
            }
        } catch {
            state = .refused(error)
            buffer = []
            (base, position) = (0, 0)
            return .refuse(error)
        }
    }

    private mutating func step() throws(MessageFault) -> Action? {
        // A second reference, so that the readers may move `position` while they look at the bytes.
        let bytes = buffer
        switch state {
        case .start(let sawEmptyLine):
            guard position < buffer.count else { return .needsMoreBytes }
            guard buffer[position] == Grammar.carriageReturn else {
                base = position
                if let last, last.begins(bytes.span, at: position) {
                    position += last.byteCount
                    return begin(last.head, last.framing, expectsContinue: last.expectsContinue)
                }
                state = .requestLine
                return nil
            }
            // RFC 9112 §2.2: one empty line before a request is ignored.
            guard !sawEmptyLine else { throw .malformedRequestLine }
            position += 1
            state = .startLineFeed
        case .startLineFeed:
            guard position < buffer.count else { return .needsMoreBytes }
            guard buffer[position] == Grammar.lineFeed else { throw .malformedLineEnd }
            position += 1
            base = position
            state = .start(sawEmptyLine: true)
        case .requestLine:
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
            guard buffer.count - base >= count else { return continueOrWait() }
            let body = Array(buffer[base..<base + count])
            position = base + count
            return finish(body)
        case .chunkedBody:
            let isDone = try chunks.read(bytes.span, at: &position)
            base = position
            guard isDone else { return continueOrWait() }
            state = .trailers
        case .trailers:
            guard try section.read(bytes.span, base: base, at: &position) else {
                return .needsMoreBytes
            }
            // Trailers are dropped: nothing here has a use for fields that come after the decision.
            _ = section.takeEntries()
            return finish(chunks.takeBody())
        case .refused(let fault):
            return .refuse(fault)
        }
        return nil
    }

    private mutating func continueOrWait() -> Action {
        guard owesContinue else { return .needsMoreBytes }
        owesContinue = false
        return .expectContinue
    }

    private mutating func endHead() throws(MessageFault) -> Action? {
        let head = Array(buffer[base..<position])
        let entries = section.takeEntries()
        let target = try RequestTarget(head, line)
        let rules = try RequestRules(
            head.span,
            entries,
            minorVersion: line.minorVersion,
            limits: limits
        )
        let read = RequestHead(
            method: target.method,
            path: target.path,
            query: target.query,
            fields: HTTPFields(buffer: head, entries: entries),
            minorVersion: line.minorVersion,
            targetAuthority: target.authority
        )
        line.reset()
        last = LastHead(read, rules)
        return begin(read, rules.framing, expectsContinue: rules.expectsContinue)
    }

    /// Goes on to the body of a request whose head ends at `position`.
    private mutating func begin(
        _ head: RequestHead,
        _ framing: RequestRules.Framing,
        expectsContinue: Bool
    ) -> Action? {
        base = position
        guard framing != .none else {
            state = .start(sawEmptyLine: false)
            return .request(HTTPRequest(head: head, body: []))
        }
        if case .length(let count) = framing, buffer.count - base >= count {
            // Nearly every body arrives with its head.
            position = base + count
            let body = Array(buffer[base..<position])
            base = position
            state = .start(sawEmptyLine: false)
            return .request(HTTPRequest(head: head, body: body))
        }
        pending = head
        // A client that has begun to send its body is not waiting.
        owesContinue = expectsContinue && position == buffer.count
        if case .length(let count) = framing {
            state = .fixedBody(count)
        } else {
            state = .chunkedBody
        }
        return nil
    }

    private mutating func finish(_ body: [UInt8]) -> Action? {
        base = position
        owesContinue = false
        state = .start(sawEmptyLine: false)
        guard let head = pending.take() else { return nil }
        return .request(HTTPRequest(head: head, body: body))
    }

    /// Drops the bytes of requests that have been handed out.
    private mutating func makeRoom() {
        guard base > 0 else { return }
        if base == buffer.count {
            // A buffer that a large body has grown goes back to the allocator.
            buffer.removeAll(keepingCapacity: buffer.capacity <= 65_536)
        } else {
            buffer.removeSubrange(0..<base)
        }
        position -= base
        base = 0
    }
}
