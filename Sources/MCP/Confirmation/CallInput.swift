internal import JSON

/// What a client can be asked, and what it answers, in one call of a tool (MCP, *Multi Round-Trip
/// Requests*).
///
/// Only the stateless revisions say with each request what a client can do; one of an older
/// revision would have to be asked on a stream that this server does not hold open.
struct CallInput: Sendable {
    /// Whether the client shows forms to the person.
    let takesForms: Bool
    /// The state of a question as the client sends it back.
    let state: String?
    private let responses: JSONObject?

    /// The key of the one question that is asked about a call.
    static let questionKey = "confirm"
    /// The member of its answer that says yes.
    static let consentKey = "confirm"

    /// Reads the parameters of a call.
    ///
    /// - Parameters:
    ///   - params: The parameters.
    ///   - revision: The revision they are of; at an older one they ask and answer nothing.
    /// - Throws: The error for members that are not what the revision prescribes.
    init(_ params: JSONObject, at revision: ProtocolRevision) throws(RPCError) {
        guard revision.isModern else {
            (takesForms, state, responses) = (false, nil, nil)
            return
        }
        let meta = params["_meta"]?.objectValue
        let elicitation = meta?[MetaName.clientCapabilities]?["elicitation"]?.objectValue
        // An empty capability means forms, as it did before there was another mode.
        takesForms = elicitation.map { $0.isEmpty || $0["form"] != nil } ?? false
        state = try Self.member("requestState", of: params, "a string", \.stringValue)
        responses = try Self.member("inputResponses", of: params, "an object", \.objectValue)
    }

    /// What the person answered.
    enum Reply: Equatable {
        /// Nothing yet, or nothing that says what.
        case none
        /// Yes.
        case yes
        /// No.
        case no
        /// They closed the question.
        case dismissed
    }

    /// The answer to the question; an acceptance counts only with the tick set.
    ///
    /// Some hosts accept in the person's name whatever they cannot show.
    var reply: Reply {
        let answer = responses?[Self.questionKey]
        switch answer?["action"]?.stringValue {
        case "accept":
            switch answer?["content"]?[Self.consentKey]?.boolValue {
            case true?: return .yes
            case false?: return .no
            case nil: return .none
            }
        case "decline": return .no
        case "cancel": return .dismissed
        default: return .none
        }
    }

    private static func member<Value>(
        _ name: String,
        of params: JSONObject,
        _ kind: String,
        _ read: (JSONValue) -> Value?
    ) throws(RPCError) -> Value? {
        guard let member = params[name] else { return nil }
        guard let value = read(member) else {
            throw .invalidParams("params.\(name) must be \(kind)")
        }
        return value
    }
}
