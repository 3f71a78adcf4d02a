internal import JSON

/// Assembles JSON-RPC answers in one buffer.
struct AnswerWriter {
    let revision: ProtocolRevision
    /// The member `io.modelcontextprotocol/serverInfo`.
    let serverInfo: [UInt8]

    /// Returns the answer to `id` whose result has the members that `write` adds.
    ///
    /// Strict older clients refuse members that they do not know in an empty result, so what the
    /// stateless revisions add to every result is added only there.
    func result(
        _ id: RequestID,
        capacity: Int = 512,
        subscription: Bool = false,
        type: [UInt8] = AnswerWriter.complete,
        _ write: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.members(Self.version)
        writer.name("id")
        id.write(to: &writer)
        writer.name("result")
        writer.beginObject()
        if revision.isModern { writer.members(type) }
        write(&writer)
        if revision.isModern {
            writer.name("_meta")
            writer.beginObject()
            if subscription { Self.tag(&writer, id) }
            writer.members(serverInfo)
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    /// Returns the answer of a tool: its content as data, and as text for clients without that.
    func toolResult(_ id: RequestID, _ written: WrittenResult, isError: Bool) -> [UInt8] {
        let capacity = 512 + written.structured.count + written.text.count
        return result(id, capacity: capacity) { writer in
            writer.name("content")
            writer.beginArray()
            writer.beginObject()
            writer.members(Self.textType)
            writer.name("text")
            writer.json(written.text)
            writer.endObject()
            writer.endArray()
            if revision.hasStructuredContent {
                writer.name("structuredContent")
                writer.json(written.structured)
            }
            writer.name("isError")
            writer.bool(isError)
        }
    }

    /// Returns a question to the person instead of a result; only the stateless revisions have it.
    func inputRequired(_ id: RequestID, _ question: CallQuestion, state: String) -> [UInt8] {
        let consent: JSONValue = [
            "type": "boolean", "title": .string(question.consent), "default": false,
        ]
        let request: JSONValue = [
            "method": "elicitation/create",
            "params": [
                "mode": "form",
                "message": .string(question.message),
                "requestedSchema": [
                    "type": "object",
                    "properties": .object([CallInput.consentKey: consent]),
                    "required": [.string(CallInput.consentKey)],
                ],
            ],
        ]
        return result(id, capacity: 1_024, type: Self.inputRequired) { writer in
            writer.name("inputRequests")
            writer.object([CallInput.questionKey: request])
            writer.name("requestState")
            writer.string(state)
        }
    }

    /// The content of a tool's answer as JSON.
    static func structured(_ content: JSONObject) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object(content)
        return writer.bytes
    }

    /// Returns the first message of a subscription, which says that nothing was subscribed to.
    static func acknowledgement(_ id: RequestID) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.members(version)
        writer.name("method")
        writer.string("notifications/subscriptions/acknowledged")
        writer.name("params")
        writer.beginObject()
        writer.name("_meta")
        writer.beginObject()
        tag(&writer, id)
        writer.endObject()
        writer.name("notifications")
        writer.beginObject()
        writer.endObject()
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    /// Returns an error; without `id` where none could be read, as null is not allowed.
    static func error(_ error: RPCError, _ id: RequestID?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.members(version)
        if let id {
            writer.name("id")
            id.write(to: &writer)
        }
        writer.name("error")
        writer.beginObject()
        writer.name("code")
        writer.integer(error.code)
        writer.name("message")
        writer.string(error.message)
        if let data = error.data {
            writer.name("data")
            writer.value(data)
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    private static func tag(_ writer: inout JSONWriter, _ id: RequestID) {
        writer.name(MetaName.subscriptionID)
        id.write(to: &writer)
    }

    static let version = Array(#""jsonrpc":"2.0""#.utf8)
    private static let complete = Array(#""resultType":"complete""#.utf8)
    private static let inputRequired = Array(#""resultType":"input_required""#.utf8)
    private static let textType = Array(#""type":"text""#.utf8)
}
