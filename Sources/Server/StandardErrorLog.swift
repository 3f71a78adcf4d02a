private import JSON
public import Primitives

/// The log that writes one line at a time to standard error.
///
/// Callable from any thread; a line is one `write` call, so lines of different threads never mix as
/// long as they stay under the pipe's atomic size. A failing write is dropped: a full disk behind
/// the log must not stop the server.
public final class StandardErrorLog: Log {
    private let format: LogFormat
    private let minimumLevel: LogLevel
    private let sink: @Sendable ([UInt8]) -> Void

    /// Creates a log that writes lines of at least `minimumLevel` in `format`.
    public convenience init(format: LogFormat, minimumLevel: LogLevel = .info) {
        self.init(format: format, minimumLevel: minimumLevel) {
            StandardStream.error.write($0)
        }
    }

    package init(
        format: LogFormat,
        minimumLevel: LogLevel,
        sink: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.format = format
        self.minimumLevel = minimumLevel
        self.sink = sink
    }

    /// Writes one line when `level` is at least the log's minimum.
    public func write(_ level: LogLevel, _ message: StaticString, _ fields: [LogField]) {
        guard level >= minimumLevel else { return }
        let microseconds = SystemWallClock.microsecondsSinceEpoch()
        switch format {
        case .human: sink(humanLine(level, message, fields, microseconds))
        case .json: sink(jsonLine(level, message, fields, microseconds))
        }
    }

    private func jsonLine(
        _ level: LogLevel,
        _ message: StaticString,
        _ fields: [LogField],
        _ microseconds: Int64
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.name("time")
        writer.string(Self.time(microseconds))
        writer.name("level")
        writer.string(level.name)
        writer.name("message")
        writer.string(message.description)
        for field in fields {
            writer.name(field.name)
            switch field.value {
            case .text(let text): writer.string(text)
            case .number(let number): writer.integer(number)
            }
        }
        writer.endObject()
        return writer.bytes + [0x0a]
    }

    private func humanLine(
        _ level: LogLevel,
        _ message: StaticString,
        _ fields: [LogField],
        _ microseconds: Int64
    ) -> [UInt8] {
        var line = Array(Self.time(microseconds).utf8.dropFirst(11).dropLast())
        line += Array(" \(level.name.padded(to: 7)) \(message)".utf8)
        for field in fields {
            line += Array(" \(field.name)=".utf8)
            switch field.value {
            case .text(let text): Self.append(text, to: &line)
            case .number(let number): line += Array("\(number)".utf8)
            }
        }
        line.append(0x0a)
        return line
    }

    /// Appends `text`, quoted where it holds a space, a quote or a byte that a terminal would act
    /// on.
    private static func append(_ text: String, to line: inout [UInt8]) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }
        guard !isPlain || text.isEmpty else {
            line += Array(text.utf8)
            return
        }
        line.append(0x22)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5c: line += [0x5c, UInt8(scalar.value)]
            // C0, DEL, C1 and the bidirectional controls could rewrite what the operator sees.
            case 0..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069:
                line += Array("\\u{\(String(scalar.value, radix: 16))}".utf8)
            default: line += Array(String(scalar).utf8)
            }
        }
        line.append(0x22)
    }

    private static func time(_ microseconds: Int64) -> String {
        let seconds = Timestamp(secondsSinceEpoch: microseconds / 1_000_000)
        let milliseconds = String(microseconds / 1_000 % 1_000)
        let padding = String(repeating: "0", count: 3 - milliseconds.utf8.count)
        return "\(CivilDate(seconds).rfc3339.dropLast()).\(padding)\(milliseconds)Z"
    }
}

extension LogLevel {
    /// The level's name in log lines.
    var name: String {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - utf8.count))
    }
}
