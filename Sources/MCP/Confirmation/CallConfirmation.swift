internal import JSON
public import Primitives

/// Seals what a client keeps for the server between a question and its answer.
///
/// The text goes through the client, so it must be authenticated; the context is not contained in
/// it and must be given again to open it.
public protocol CallStateSealer: Sendable {
    /// Returns `state` sealed for `context`, in printable ASCII.
    func seal(_ state: [UInt8], context: [UInt8]) -> String

    /// Returns what ``seal(_:context:)`` sealed for the same context, or `nil` for anything else.
    func open(_ text: String, context: [UInt8]) -> [UInt8]?
}

/// Binds a question to the call it was asked about (MCP, *Multi Round-Trip Requests*).
///
/// The state is sealed for the person, the client, the grant, the tool and its arguments, so that
/// it opens for no other call; inside are its end and the version of what was asked about. Nothing
/// is stored.
public struct CallConfirmation: Sendable {
    /// How long a question may be answered, in seconds.
    public static let lifetimeInSeconds: Int64 = 600

    private let sealer: any CallStateSealer
    private let clock: any WallClock

    /// Creates the rule.
    public init(sealer: any CallStateSealer, clock: any WallClock) {
        self.sealer = sealer
        self.clock = clock
    }

    /// What a state that a client sent back is worth.
    enum Verdict: Equatable {
        /// It is of this very question.
        case good
        /// It was of this call once: its time is over, or what it asks about has changed.
        case outdated
        /// It is not one that this server gave for this call.
        case foreign
    }

    /// The state for `question` about a call.
    func state(of question: CallQuestion, _ subject: CallSubject) -> String {
        let end = clock.now().adding(seconds: Self.lifetimeInSeconds)
        let state: JSONValue = [
            "x": .integer(end.secondsSinceEpoch), "v": .integer(question.version),
        ]
        return sealer.seal(state.serialized(), context: subject.context)
    }

    /// What `state` is worth as the one of `question` about a call.
    func verdict(
        on state: String,
        of question: CallQuestion,
        _ subject: CallSubject
    ) -> Verdict {
        guard let bytes = sealer.open(state, context: subject.context),
            let content = try? JSONValue(parsing: bytes),
            let end = content["x"]?.integerValue, let version = content["v"]?.integerValue
        else { return .foreign }
        let isCurrent = clock.now().secondsSinceEpoch < end && version == question.version
        return isCurrent ? .good : .outdated
    }
}

/// Who calls what: everything that a question is bound to.
struct CallSubject {
    let token: ActiveToken
    let tool: String
    let arguments: JSONObject

    /// Bytes that are the same for the same call only.
    var context: [UInt8] {
        let identity: JSONValue = [
            "person": .string(token.subject), "client": .string(token.clientID),
            "grant": .string(token.grantID ?? ""), "tool": .string(tool),
            "arguments": .object(arguments),
        ]
        return Array("wayleave call state".utf8) + identity.canonicalBytes
    }
}
