private import Primitives

/// What the audit log says of a tool call: `create_post succeeded 1250 us`.
public struct ToolCallDetail: Sendable, Equatable {
    /// The tool's name.
    public let tool: String
    /// How the call ended: `succeeded`, or the code of what was wrong.
    public let outcome: String
    /// What was measured.
    public let measure: Measure

    /// What is measured of a call.
    public enum Measure: Sendable, Equatable {
        /// How long the tool took.
        case microseconds(Int64)
        /// How many calls the event stands for, all of them refused.
        case calls(Int64)
    }

    /// Creates the detail; neither text may have a space.
    public init(tool: String, outcome: String, measure: Measure) {
        self.tool = tool
        self.outcome = outcome
        self.measure = measure
    }

    /// Reads what ``text`` writes, or is `nil` for anything else.
    public init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, !words[0].isEmpty, !words[1].isEmpty,
            let number = ASCII.decimal(Array(words[2].utf8))
        else { return nil }
        switch words[3] {
        case "us": measure = .microseconds(number)
        case "call", "calls": measure = .calls(number)
        default: return nil
        }
        tool = String(words[0])
        outcome = String(words[1])
    }

    /// The detail as the log keeps it.
    public var text: String {
        switch measure {
        case .microseconds(let time): "\(tool) \(outcome) \(time) us"
        case .calls(let count): "\(tool) \(outcome) \(count) \(count == 1 ? "call" : "calls")"
        }
    }
}
