import HTTP
import HTTPClient
import Primitives
import Testing

/// A pipeline with every action written down as a word.
private struct Recorder {
    var pipeline: Pipeline<String>
    private var nextID: UInt64 = 0

    init(_ change: (inout OutboundConfiguration) -> Void = { _ in }) {
        var configuration = OutboundConfiguration()
        configuration.maximumResponseBytes = 8
        change(&configuration)
        pipeline = Pipeline(configuration)
    }

    mutating func submit(_ name: String, deadline: UInt64 = 100, isRepeatable: Bool = true) {
        nextID += 1
        pipeline.submit(
            Pipeline.Exchange(
                id: nextID,
                token: name,
                method: .get,
                bytes: Array(name.utf8),
                deadline: MonotonicInstant(nanoseconds: deadline),
                isRepeatable: isRepeatable
            )
        )
    }

    mutating func receive(_ text: String) {
        pipeline.received(Array(text.utf8).span)
    }

    mutating func actions() -> [String] {
        pipeline.takeActions().map { action in
            switch action {
            case .close: "close"
            case .connect: "connect"
            case .send(let bytes): "send " + String(decoding: bytes, as: UTF8.self)
            case .finish(let name, .success(let response)):
                "\(name) is \(String(decoding: response.body, as: UTF8.self))"
            case .finish(let name, .failure(let error)): "\(name) fails \(error)"
            }
        }
    }

    static func answer(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}

@Suite("Pipeline (RFC 9112 §9.3.2)")
struct PipelineTests {
    private let disconnected = "fails \(HTTPClientError.disconnected)"
    private let late = "fails \(HTTPClientError.deadlineExceeded)"

    /// A pipeline whose connection stands and carries the requests `names`.
    private func open(
        _ names: String...,
        change: (inout OutboundConfiguration) -> Void = { _ in }
    ) -> Recorder {
        var recorder = Recorder(change)
        for name in names { recorder.submit(name) }
        recorder.pipeline.opened()
        _ = recorder.actions()
        return recorder
    }

    @Test func `requests wait for one connection and go out together`() {
        var recorder = Recorder()
        recorder.submit("a")
        recorder.submit("b")
        #expect(recorder.actions() == ["connect"])
        recorder.pipeline.opened()
        #expect(recorder.actions() == ["send a", "send b"])
        recorder.submit("c")
        #expect(recorder.actions() == ["send c"])
    }

    @Test func `answers go to requests in order, however the bytes are cut`() {
        let bytes = Array((Recorder.answer("1") + Recorder.answer("2")).utf8)
        for cut in 0...bytes.count {
            var recorder = open("a", "b")
            recorder.pipeline.received(Array(bytes[..<cut]).span)
            recorder.pipeline.received(Array(bytes[cut...]).span)
            #expect(recorder.actions() == ["a is 1", "b is 2"])
        }
    }

    @Test func `an idle close is followed by a new connection on demand`() {
        var recorder = open("a")
        recorder.receive(Recorder.answer("1"))
        recorder.pipeline.ended(isTruncated: false)
        #expect(recorder.actions() == ["a is 1", "close"])
        recorder.submit("b")
        #expect(recorder.actions() == ["connect"])
    }

    @Test func `a request without any byte of its answer is sent again, once`() {
        var recorder = open("a")
        recorder.pipeline.ended(isTruncated: false)
        #expect(recorder.actions() == ["close", "connect"])
        recorder.pipeline.opened()
        #expect(recorder.actions() == ["send a"])
        recorder.pipeline.failed(.disconnected)
        #expect(recorder.actions() == ["close", "a \(disconnected)"])
        #expect(recorder.pipeline.nextDeadline == nil)
    }

    @Test func `a request whose answer has begun is not sent again, those behind it are`() {
        var recorder = open("a", "b")
        recorder.receive("HTTP/1.1 200")
        recorder.pipeline.ended(isTruncated: false)
        #expect(recorder.actions() == ["close", "a \(disconnected)", "connect"])
        recorder.pipeline.opened()
        #expect(recorder.actions() == ["send b"])
    }

    @Test func `a request that must not be repeated is not`() {
        var recorder = Recorder()
        recorder.submit("a", isRepeatable: false)
        recorder.pipeline.opened()
        recorder.pipeline.failed(.disconnected)
        #expect(recorder.actions() == ["connect", "send a", "close", "a \(disconnected)"])
    }

    @Test func `a server that closes after each answer is served to the end`() {
        var recorder = open("a", "b", "c", "d")
        for name in ["a", "b", "c", "d"] {
            recorder.receive(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"
            )
            #expect(recorder.actions().first == "\(name) is x")
            recorder.pipeline.opened()
            _ = recorder.actions()
        }
    }

    @Test func `an answer that the close completes counts`() {
        var recorder = open("a", "b")
        recorder.receive("HTTP/1.1 200 OK\r\n\r\nxy")
        recorder.pipeline.ended(isTruncated: false)
        #expect(recorder.actions() == ["a is xy", "close", "connect"])
        var cut = open("a")
        cut.receive("HTTP/1.1 200 OK\r\n\r\nxy")
        cut.pipeline.ended(isTruncated: true)
        #expect(cut.actions() == ["close", "a \(disconnected)"])
    }

    @Test func `an unreachable server fails everybody once`() {
        var recorder = Recorder()
        recorder.submit("a")
        recorder.submit("b")
        _ = recorder.actions()
        recorder.pipeline.failed(.unreachable("x"))
        let reason = "fails \(HTTPClientError.unreachable("x"))"
        #expect(recorder.actions() == ["a \(reason)", "b \(reason)"])
        recorder.submit("c")
        #expect(recorder.actions() == ["connect"])
    }

    @Test func `one request too many fails at once`() {
        var recorder = open("a", "b") { $0.maximumOutstanding = 2 }
        recorder.submit("c")
        #expect(recorder.actions() == ["c fails \(HTTPClientError.overloaded)"])
        recorder.receive(Recorder.answer("1"))
        recorder.submit("d")
        #expect(recorder.actions() == ["a is 1", "send d"])
    }

    @Test func `a late answer costs its own request and moves the others to a new connection`() {
        var recorder = Recorder()
        recorder.submit("a", deadline: 10)
        recorder.submit("b", deadline: 20)
        recorder.pipeline.opened()
        _ = recorder.actions()
        #expect(recorder.pipeline.nextDeadline == MonotonicInstant(nanoseconds: 10))
        recorder.pipeline.expire(at: MonotonicInstant(nanoseconds: 9))
        #expect(recorder.actions().isEmpty)
        recorder.pipeline.expire(at: MonotonicInstant(nanoseconds: 10))
        #expect(recorder.actions() == ["a \(late)", "close", "connect"])
        #expect(recorder.pipeline.nextDeadline == MonotonicInstant(nanoseconds: 20))
        recorder.pipeline.expire(at: MonotonicInstant(nanoseconds: 20))
        #expect(recorder.actions() == ["b \(late)", "close"])
        recorder.pipeline.opened()
        #expect(recorder.actions().isEmpty)
    }

    @Test func `a cancelled request's answer is dropped and later ones stay in order`() {
        var recorder = open("a", "b", "c")
        recorder.pipeline.cancel(2)
        recorder.pipeline.cancel(2)
        recorder.receive(["1", "2", "3"].map(Recorder.answer).joined())
        #expect(
            recorder.actions() == ["b fails \(HTTPClientError.cancelled)", "a is 1", "c is 3"]
        )
    }

    @Test func `a cancelled request that was not sent is never sent`() {
        var recorder = Recorder()
        recorder.submit("a")
        recorder.submit("b")
        recorder.pipeline.cancel(1)
        recorder.pipeline.opened()
        #expect(
            recorder.actions() == ["connect", "a fails \(HTTPClientError.cancelled)", "send b"]
        )
    }

    @Test func `answers that break the rules end the connection`() {
        let tooMuch = String(repeating: "y", count: HTTPLimits().maximumHeadBytes)
        for (text, error) in [
            ("SSH-2.0", HTTPClientError.malformedResponse(.malformedStatusLine)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", .responseTooLarge),
            ("HTTP/1.1 200 OK\r\nX: \(tooMuch)", .responseTooLarge),
            ("HTTP/1.1 200 OK\r\n\r\n123456789", .responseTooLarge),
        ] {
            var recorder = open("a", "b")
            recorder.receive(text)
            #expect(recorder.actions() == ["a fails \(error)", "close", "connect"])
        }
    }

    @Test func `bytes that nobody asked for end the connection`() {
        var recorder = open("a")
        recorder.receive(Recorder.answer("1"))
        recorder.receive("HTTP/1.1 204 X\r\n\r\n")
        #expect(recorder.actions() == ["a is 1", "close"])
    }

    @Test func `stopping ends everybody for good`() {
        var recorder = open("a")
        recorder.pipeline.stop()
        recorder.submit("b")
        let reason = "fails \(HTTPClientError.stopped)"
        #expect(recorder.actions() == ["a \(reason)", "close", "b \(reason)"])
        recorder.pipeline.failed(.disconnected)
        recorder.pipeline.opened()
        #expect(recorder.actions().isEmpty)
    }
}
