internal import JSON

/// What `wayleave doctor` found, in the order in which it looked.
public struct DoctorReport: Sendable {
    private let findings: [Finding]

    /// Gathers the findings.
    public init(_ findings: [Finding]) {
        self.findings = findings
    }

    /// Whether something is wrong, so that the command fails.
    public var isAlarming: Bool { findings.contains { $0.weight == .wrong } }

    /// The lines for a terminal and the value for programs.
    public var output: CommandOutput {
        let width = findings.map(\.subject.count).max() ?? 0
        let lines = findings.map { finding in
            let subject = finding.subject.padded(to: width)
            let start = "\(finding.weight.rawValue.padded(to: 5))  \(subject)  "
            let text = start + TerminalText.cleaned(finding.text)
            guard let advice = finding.advice else { return text }
            let margin = String(repeating: " ", count: start.count)
            return "\(text)\n\(margin)\(TerminalText.cleaned(advice))"
        }
        return CommandOutput(
            (lines + ["", verdict]).joined(separator: "\n"),
            json: ["ok": .bool(!isAlarming), "findings": .array(findings.map(\.json))]
        )
    }

    private var verdict: String {
        let wrong = findings.count { $0.weight == .wrong }
        let notes = findings.count { $0.weight == .doubtful }
        let rest = notes == 0 ? "" : notes == 1 ? ", and one note" : ", and \(notes) notes"
        switch wrong {
        case 0: return "Nothing is wrong\(rest)."
        case 1: return "One thing is wrong\(rest)."
        default: return "\(wrong) things are wrong\(rest)."
        }
    }
}

extension Finding {
    /// The finding for programs.
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "status": .string(weight.rawValue), "subject": .string(subject),
            "text": .string(text),
        ]
        object.append("advice", ifPresent: advice.map(JSONValue.string))
        return .object(object)
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
