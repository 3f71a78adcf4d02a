internal import HTTP
internal import JSON
internal import Primitives
internal import Publishing

/// The answer of a chat endpoint, whole or as a stream of events.
struct ChatAnswer: Equatable {
    /// The most that is read of a text, in bytes; a post holds less.
    static let maximumBytes = 64 << 10

    private(set) var text = ""
    private(set) var model: String?
    private(set) var finishReason: String?
    /// Whether the stream has said that nothing follows.
    private(set) var isDone = false
    /// Why the answer is of no use.
    private(set) var problem: GenerationError?

    /// Takes the data of one event.
    mutating func take(event data: [UInt8]) {
        guard !isDone, problem == nil else { return }
        if data.elementsEqual("[DONE]".utf8) {
            isDone = true
            return
        }
        guard let json = try? JSONValue(parsing: data), json.objectValue != nil else {
            return fail("an event is no JSON object")
        }
        // The last event of a stream may tell what it cost, without any choice.
        guard takeCommon(json), let choice = firstChoice(of: json) else { return }
        if let content = choice["delta"]?["content"]?.stringValue { append(content) }
        if let reason = choice["finish_reason"]?.stringValue { finishReason = reason }
    }

    /// Takes a whole answer.
    mutating func take(document: [UInt8]) {
        guard let json = try? JSONValue(parsing: document), json.objectValue != nil else {
            return fail("it is no JSON object")
        }
        guard takeCommon(json) else { return }
        guard let choice = firstChoice(of: json) else { return fail("it has no choice") }
        guard let content = choice["message"]?["content"]?.stringValue else {
            return fail("its first choice has no text")
        }
        finishReason = choice["finish_reason"]?.stringValue
        isDone = true
        append(content)
    }

    /// The text, once all of the answer is there.
    ///
    /// - Returns: The text.
    /// - Throws: ``GenerationError`` where it is none that could be used.
    func settled() throws(GenerationError) -> String {
        if let problem { throw problem }
        guard isDone || finishReason != nil else {
            throw .temporary("The generator broke off in the middle of its text.")
        }
        guard finishReason.map({ $0 != "content_filter" }) ?? true else {
            throw .lasting("The generator's filter refused the prompt.")
        }
        return text
    }

    private mutating func takeCommon(_ json: JSONValue) -> Bool {
        if let name = json["model"]?.stringValue, model == nil, (1...200).contains(name.utf8.count)
        {
            model = name
        }
        guard json["error"] != nil, json["error"] != .null else { return true }
        // What the error says may quote the key.
        problem = .temporary("The generator reported an error instead of a text.")
        return false
    }

    private func firstChoice(of json: JSONValue) -> JSONValue? {
        json["choices"]?.arrayValue?.first
    }

    private mutating func append(_ content: String) {
        guard text.utf8.count + content.utf8.count <= Self.maximumBytes else {
            problem = .lasting("The generator's text is far longer than a post may be.")
            return
        }
        text += content
    }

    fileprivate mutating func fail(_ reason: String) {
        problem = .temporary("The generator's answer cannot be read: \(reason).")
    }
}

/// Reads the answer of a chat endpoint while it arrives.
final class ChatReader: ContentReading {
    private struct State {
        var events = EventStreamReader()
        var answer = ChatAnswer()
        var count = 0
    }

    private let state = Lock(State())

    /// Takes bytes; a stream is complete with `[DONE]`, whether the connection ends or not.
    func take(_ bytes: [UInt8], _ fields: HTTPFields) -> Bool {
        guard Self.isEventStream(fields) else { return false }
        return state.withLock { state in
            state.count += bytes.count
            for event in state.events.take(bytes) { state.answer.take(event: event) }
            if state.events.isTooLong { state.answer.fail("an event is too long") }
            return state.answer.isDone || state.answer.problem != nil
        }
    }

    /// The answer, once all of it is there.
    func answer(_ response: ClientResponse) -> ChatAnswer {
        guard Self.isEventStream(response.fields) else {
            var answer = ChatAnswer()
            answer.take(document: response.body)
            return answer
        }
        let seen = state.withLock { $0.count }
        _ = take(Array(response.body.dropFirst(seen)), response.fields)
        return state.withLock { $0.answer }
    }

    private static func isEventStream(_ fields: HTTPFields) -> Bool {
        guard case .one(let bytes) = fields.only(.contentType),
            let type = HTTP.MediaType(bytes)
        else { return false }
        return type.essence == "text/event-stream"
    }
}
