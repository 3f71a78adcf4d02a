internal import JSON

/// What becomes of a call that may have to be confirmed first.
enum Confirmation {
    /// The tool runs, with what was confirmed where that was asked.
    case given(CallQuestion?)
    /// The person is asked first.
    case asked(Answer)
    /// The tool does not run, and the model is told why.
    case refused(ToolError)
    /// The request itself is refused.
    case invalid(RPCError)
}

extension MCPRouter {
    /// Makes sure that the person agrees to `call` where they want to be asked.
    ///
    /// Every round is a call of its own: it has been authenticated, its workspace is opened and its
    /// arguments are checked again, and the question is put together anew. So an answer is worth
    /// nothing once the grant, the membership or the post is no longer what it was.
    func confirmation(of call: PreparedCall, _ open: ToolCall) async -> Confirmation {
        let tool = call.entry.tool
        guard open.token.confirmsPublishing, let ask = tool.question else { return .given(nil) }
        let question: CallQuestion
        switch await ask(open) {
        case .failure(let error): return .refused(error)
        case .success(nil): return .given(nil)
        case .success(let found?): question = found
        }
        guard let confirmation, call.input.takesForms else {
            return .refused(.notConfirmable(open.management?.link(for: open.token)))
        }
        let subject = CallSubject(
            token: open.token,
            tool: tool.name,
            arguments: call.arguments
        )
        let asked = Confirmation.asked(
            .result(
                writer(call.revision).inputRequired(
                    call.id,
                    question,
                    state: confirmation.state(of: question, subject)
                )
            )
        )
        guard let state = call.input.state else { return asked }
        switch confirmation.verdict(on: state, of: question, subject) {
        case .foreign:
            return .invalid(.invalidParams("params.requestState is not one of this call"))
        case .outdated: return asked
        case .good: break
        }
        switch call.input.reply {
        case .none: return asked
        case .yes: return .given(question)
        case .no: return .refused(.declined)
        case .dismissed: return .refused(.dismissed)
        }
    }
}

extension ToolError {
    /// The failure of a call that must be confirmed by a client that cannot ask.
    fileprivate static func notConfirmable(_ link: String?) -> ToolError {
        var details: JSONObject = [:]
        details.append("settings_url", ifPresent: link.map(JSONValue.string))
        let place = link.map { " at \($0)" } ?? ""
        return ToolError(
            code: "confirmation_required",
            message: "The person wants to be asked before anything is published or deleted, and "
                + "this client cannot show them a question. Nothing was changed.",
            hint: "Tell the person: they can do it themselves in another application, or switch "
                + "the question off for this connection\(place) and ask you again.",
            details: details
        )
    }

    fileprivate static let declined = ToolError(
        code: "declined",
        message: "The person was asked and said no. Nothing was changed.",
        hint: "Do not call this again unless the person asks for it."
    )

    fileprivate static let dismissed = ToolError(
        code: "not_confirmed",
        message: "The person closed the question without an answer. Nothing was changed.",
        hint: "Ask the person whether they still want it before you call this again."
    )
}
