/// How log lines are written.
public enum LogFormat: String, Sendable, CaseIterable {
    /// Aligned text for a person at a terminal.
    case human
    /// One JSON object a line, for machines.
    case json
}
