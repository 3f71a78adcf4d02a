/// How a tool call ended, in words for the person it was made for.
enum OutcomeWords {
    /// Whether the tool did what was asked.
    static func isDone(_ outcome: String) -> Bool {
        outcome.utf8.elementsEqual("succeeded".utf8)
    }

    /// The words for `succeeded` or the code of an error; an unknown code is shown as it is.
    static func words(for outcome: String) -> String {
        switch outcome {
        case "succeeded": "Done"
        case "insufficient_scope": "Refused: you have not allowed this"
        case "workspace_not_open": "Refused: this workspace is not open to it"
        case "role_too_low": "Refused: your role there does not allow it"
        case "confirmation_asked": "Asked you first"
        case "confirmation_required": "Waits for your answer"
        case "declined": "Refused: you said no"
        case "not_confirmed": "Not done: you did not answer"
        case "rate_limited": "Refused: it called too often"
        case "not_found": "Not done: there was no such thing"
        case "invalid_arguments", "invalid_cursor": "Not done: the request had mistakes"
        case "revision_conflict": "Not done: somebody had changed it meanwhile"
        case "wrong_status", "not_publishable": "Not done: the post was not ready for it"
        case "temporarily_unavailable", "invalid_result": "Not done: the server could not"
        default:
            "Not done: "
                + ShownText.clean(outcome, limit: 40, fallback: "unknown")
                .map { $0 == "_" ? " " : String($0) }.joined()
        }
    }
}
