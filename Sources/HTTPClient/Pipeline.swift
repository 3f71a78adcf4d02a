package import HTTP
package import Primitives

/// The rules of one pipelined connection to one server, without sockets or clock (RFC 9112 §9.3.2).
///
/// Each event leaves actions behind, to be carried out in order. `Token` stands for whoever waits
/// for the answer; every token that was submitted comes back in exactly one
/// ``Action/finish(_:_:)``.
package struct Pipeline<Token> {
    /// A request on its way.
    package struct Exchange {
        package let id: UInt64
        package let token: Token
        package let method: HTTPMethod
        package let bytes: [UInt8]
        package let deadline: MonotonicInstant
        package let isRepeatable: Bool
        /// Connections over which it was sent and on which nothing at all was answered.
        var fruitlessAttempts = 0
        /// Whether nobody waits any more; its answer is still due, and dropped.
        var isAbandoned = false

        package init(
            id: UInt64,
            token: Token,
            method: HTTPMethod,
            bytes: [UInt8],
            deadline: MonotonicInstant,
            isRepeatable: Bool
        ) {
            self.id = id
            self.token = token
            self.method = method
            self.bytes = bytes
            self.deadline = deadline
            self.isRepeatable = isRepeatable
        }
    }

    /// What the driver must do.
    package enum Action {
        /// Close the connection if there is one, finished or not.
        case close
        /// Make a connection, then report ``Pipeline/opened()`` or ``Pipeline/failed(_:)``.
        case connect
        /// Queue these bytes on the connection.
        case send([UInt8])
        /// Tell who waits.
        case finish(Token, Result<ClientResponse, HTTPClientError>)
    }

    private enum Link {
        case idle, connecting, open, stopped
    }

    private let limits: HTTPLimits
    private let maximumOutstanding: Int
    private let maximumAttempts: Int
    private var link = Link.idle
    private var waiting = Fifo<Exchange>()
    private var sent = Fifo<Exchange>()
    private var parser: ResponseParser
    private var hasAnswered = false
    private var actions: [Action] = []

    package init(_ configuration: OutboundConfiguration) {
        var limits = HTTPLimits.answers
        limits.maximumBodyBytes = configuration.maximumResponseBytes
        self.limits = limits
        maximumOutstanding = configuration.maximumOutstanding
        maximumAttempts = configuration.maximumAttempts
        parser = ResponseParser(limits: limits)
    }

    /// Hands out what the events so far demand.
    package mutating func takeActions() -> [Action] {
        let taken = actions
        actions = []
        return taken
    }

    /// When ``expire(at:)`` is due; deadlines never decrease from one exchange to the next.
    package var nextDeadline: MonotonicInstant? {
        let first = sent.all.first { !$0.isAbandoned } ?? waiting.all.first { _ in true }
        return first?.deadline
    }
}

// The caller's events.
extension Pipeline {
    /// Takes a request.
    package mutating func submit(_ exchange: Exchange) {
        switch link {
        case .stopped:
            finish(exchange, .failure(.stopped))
        case _ where sent.count + waiting.count >= maximumOutstanding:
            finish(exchange, .failure(.overloaded))
        case .idle:
            waiting.append(exchange)
            connectIfNeeded()
        case .connecting:
            waiting.append(exchange)
        case .open:
            transmit(exchange)
        }
    }

    /// Gives up waiting for the request `id`.
    package mutating func cancel(_ id: UInt64) {
        var found: Exchange?
        let abandon: (inout Exchange) -> Void = { exchange in
            found = exchange
            exchange.isAbandoned = true
        }
        let isWanted: (Exchange) -> Bool = { $0.id == id && !$0.isAbandoned }
        if sent.changeFirst(where: isWanted, abandon) {
            if let found { finish(found, .failure(.cancelled)) }
            return
        }
        for exchange in waiting.takeAll() {
            if exchange.id == id {
                finish(exchange, .failure(.cancelled))
            } else {
                waiting.append(exchange)
            }
        }
    }

    /// Ends every request whose deadline has come.
    ///
    /// Answers come in order, so one that is late holds up all behind it: the connection is given
    /// up and those behind it are sent over another.
    package mutating func expire(at now: MonotonicInstant) {
        var isStuck = false
        while sent.changeFirst(
            where: { !$0.isAbandoned && $0.deadline <= now },
            { exchange in
                exchange.isAbandoned = true
                actions.append(.finish(exchange.token, .failure(.deadlineExceeded)))
            }
        ) {
            isStuck = true
        }
        for exchange in waiting.takeAll() {
            if exchange.deadline <= now {
                isStuck = true
                finish(exchange, .failure(.deadlineExceeded))
            } else {
                waiting.append(exchange)
            }
        }
        if isStuck { disconnect(hasBegunAnswer: parser.hasBegunResponse) }
    }

    /// Ends everything for good.
    package mutating func stop() {
        for exchange in sent.takeAll() + waiting.takeAll() where !exchange.isAbandoned {
            finish(exchange, .failure(.stopped))
        }
        link = .stopped
        actions.append(.close)
    }
}

// The connection's events.
extension Pipeline {
    /// Records that the connection stands.
    package mutating func opened() {
        guard link == .connecting else { return }
        link = .open
        parser = ResponseParser(limits: limits)
        hasAnswered = false
        for exchange in waiting.takeAll() { transmit(exchange) }
    }

    /// Takes bytes of answers.
    package mutating func received(_ bytes: Span<UInt8>) {
        guard link == .open else { return }
        parser.append(bytes)
        while link == .open {
            switch parser.next() {
            case .needsMoreBytes: return
            case .response(let response): answer(response)
            case .refuse(let fault): refuse(fault)
            }
        }
    }

    /// Records that the peer sends no more.
    ///
    /// - Parameter isTruncated: Whether that may be the work of somebody in between; what only the
    ///   end would complete is then incomplete.
    package mutating func ended(isTruncated: Bool) {
        guard link == .open else { return }
        let hasBegunAnswer = parser.hasBegunResponse
        if !isTruncated, case .response(let response) = parser.endOfStream() {
            answer(response)
        } else {
            disconnect(hasBegunAnswer: hasBegunAnswer)
        }
    }

    /// Records that the connection broke, or could not be made for the reason `error`.
    package mutating func failed(_ error: HTTPClientError) {
        switch link {
        case .connecting:
            link = .idle
            for exchange in waiting.takeAll() { finish(exchange, .failure(error)) }
        case .open:
            disconnect(hasBegunAnswer: parser.hasBegunResponse)
        case .idle, .stopped:
            break
        }
    }
}

extension Pipeline {
    private mutating func finish(
        _ exchange: Exchange,
        _ result: Result<ClientResponse, HTTPClientError>
    ) {
        actions.append(.finish(exchange.token, result))
    }

    private mutating func transmit(_ exchange: Exchange) {
        parser.expectResponse(to: exchange.method)
        actions.append(.send(exchange.bytes))
        sent.append(exchange)
    }

    private mutating func answer(_ response: ClientResponse) {
        hasAnswered = true
        if let exchange = sent.takeFirst(), !exchange.isAbandoned {
            finish(exchange, .success(response))
        }
        if !response.keepsConnection { disconnect(hasBegunAnswer: false) }
    }

    private mutating func refuse(_ fault: MessageFault) {
        if let exchange = sent.takeFirst(), !exchange.isAbandoned {
            let isTooLarge = fault == .bodyTooLarge || fault == .headTooLarge
            finish(exchange, .failure(isTooLarge ? .responseTooLarge : .malformedResponse(fault)))
        }
        disconnect(hasBegunAnswer: false)
    }

    /// Leaves the connection and decides what becomes of the requests on it.
    ///
    /// A request is sent again only if that does no harm and no byte of its answer arrived. A
    /// connection that answered anything made progress, so only the others count as attempts.
    private mutating func disconnect(hasBegunAnswer: Bool) {
        actions.append(.close)
        let wasOpen = link == .open
        link = .idle
        var survivors = Fifo<Exchange>()
        for (position, exchange) in sent.takeAll().enumerated() where !exchange.isAbandoned {
            var exchange = exchange
            if !hasAnswered { exchange.fruitlessAttempts += 1 }
            let isBegun = position == 0 && hasBegunAnswer
            if exchange.isRepeatable, !isBegun, exchange.fruitlessAttempts < maximumAttempts {
                survivors.append(exchange)
            } else {
                finish(exchange, .failure(.disconnected))
            }
        }
        if wasOpen { parser = ResponseParser(limits: limits) }
        for exchange in waiting.takeAll() { survivors.append(exchange) }
        waiting = survivors
        connectIfNeeded()
    }

    private mutating func connectIfNeeded() {
        guard link == .idle, !waiting.isEmpty else { return }
        link = .connecting
        actions.append(.connect)
    }
}
