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
        let subject = CallSubject(
            token: open.token,
            tool: tool.name,
            arguments: call.arguments
        )
        guard let confirmation, call.input.takesForms else {
            return await approval(of: question, subject, open)
        }
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

extension MCPRouter {
    /// Has the person agree on a page, for a client that cannot ask them.
    private func approval(
        of question: CallQuestion,
        _ subject: CallSubject,
        _ open: ToolCall
    ) async -> Confirmation {
        let settings = open.management?.link(for: open.token)
        guard let approvals else { return .refused(.notConfirmable(settings)) }
        let call = ApprovableCall(
            token: open.token,
            identity: subject.context,
            question: question
        )
        do throws(IntrospectionFailure) {
            switch try await approvals.standing(of: call) {
            case .approved: return .given(question)
            case .declined: return .refused(.declined)
            case .waiting(let link): return .refused(.toConfirm(at: link, settings))
            }
        } catch {
            return .refused(.notAskable)
        }
    }
}

extension ToolError {
    /// The failure of a call that waits until the person has agreed on a page.
    fileprivate static func toConfirm(at link: String, _ settings: String?) -> ToolError {
        var details: JSONObject = ["confirmation_url": .string(link)]
        details.append("settings_url", ifPresent: settings.map(JSONValue.string))
        return ToolError(
            code: .confirmationRequired,
            message: "The person wants to be asked before anything goes out or is deleted, and "
                + "this client cannot show them the question. Nothing was changed.",
            hint: "Ask the person to open \(link) and answer there, then make this very call "
                + "again. The link is good for a quarter of an hour.",
            details: details
        )
    }

    fileprivate static let notAskable = ToolError(
        code: .temporarilyUnavailable,
        message: "The person has to be asked first, and the server could not note the question. "
            + "Nothing was changed.",
        hint: "Call it again in a few seconds."
    )

    /// The failure of a call that must be confirmed by a client that cannot ask.
    fileprivate static func notConfirmable(_ link: String?) -> ToolError {
        var details: JSONObject = [:]
        details.append("settings_url", ifPresent: link.map(JSONValue.string))
        let place = link.map { " at \($0)" } ?? ""
        return ToolError(
            code: .confirmationRequired,
            message: "The person wants to be asked before anything goes out or is deleted, and "
                + "this client cannot show them a question. Nothing was changed.",
            hint: "Tell the person: they can do it themselves in another application, or switch "
                + "the question off for this connection\(place) and ask you again.",
            details: details
        )
    }

    fileprivate static let declined = ToolError(
        code: .declined,
        message: "The person was asked and said no. Nothing was changed.",
        hint: "Do not call this again unless the person asks for it."
    )

    fileprivate static let dismissed = ToolError(
        code: .notConfirmed,
        message: "The person closed the question without an answer. Nothing was changed.",
        hint: "Ask the person whether they still want it before you call this again."
    )
}
