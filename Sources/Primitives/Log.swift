/// How grave a log line is.
public enum LogLevel: Int, Sendable, Comparable {
    /// For a developer looking at one request.
    case debug
    /// Normal work: one line a request, start and stop.
    case info
    /// Something that the operator may want to change.
    case warning
    /// Something that failed and should not have.
    case error

    /// Orders levels from `debug` to `error`.
    public static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A named value of a log line.
public struct LogField: Sendable {
    /// What the value is, in lower-case words joined by `_`; it stands in our own code.
    public let name: StaticString
    /// The value; a ``LogFieldValue/text(_:)`` is quoted and cleaned of control bytes when written.
    public let value: LogFieldValue

    /// Creates the field `name` with the text `text`.
    public static func text(_ name: StaticString, _ text: String) -> LogField {
        LogField(name: name, value: .text(text))
    }

    /// Creates the field `name` with the number `number`.
    public static func number(_ name: StaticString, _ number: Int64) -> LogField {
        LogField(name: name, value: .number(number))
    }
}

extension LogField: Equatable {
    /// Whether names and values are the same.
    public static func == (left: LogField, right: LogField) -> Bool {
        left.value == right.value && left.name.description == right.name.description
    }
}

/// The value of a ``LogField``.
public enum LogFieldValue: Sendable, Equatable {
    /// A text.
    case text(String)
    /// A whole number.
    case number(Int64)
}

/// Where log lines go.
///
/// The message is a constant sentence and all values are fields, so that no secret reaches it by
/// interpolation and lines can be counted by message.
public protocol Log: Sendable {
    /// Writes one line; never blocks for long, never fails, callable from any thread.
    func write(_ level: LogLevel, _ message: StaticString, _ fields: [LogField])

    /// Writes the lines that wait for the end of the running event loop's round.
    func endRound()
}

extension Log {
    /// Does nothing, for logs in which no line waits.
    public func endRound() {}
}

/// A log that keeps nothing, for tests and commands.
public struct SilentLog: Log {
    /// Creates the log.
    public init() {}

    /// Does nothing.
    public func write(_ level: LogLevel, _ message: StaticString, _ fields: [LogField]) {}
}
