internal import HTTPServer
private import JSON
internal import Primitives

/// One line of the log, before it is written in one of the formats.
struct LogLine {
    let level: LogLevel
    let message: StaticString
    let fields: [LogField]
    let microseconds: Int64

    /// Appends the line and its end.
    func append(to bytes: inout [UInt8], _ format: LogFormat) {
        switch format {
        case .human: appendHuman(to: &bytes)
        case .json: appendJSON(to: &bytes)
        }
        bytes.append(0x0a)
    }

    /// Appends the line of a request in JSON, as ``append(to:_:)`` would with all its fields.
    static func append(_ record: RequestRecord, at microseconds: Int64, to bytes: inout [UInt8]) {
        beginJSON(record.level, RequestRecord.message, at: microseconds, to: &bytes)
        record.appendJSONFields(to: &bytes)
        bytes.append(0x7d)
        bytes.append(0x0a)
    }

    private static func beginJSON(
        _ level: LogLevel,
        _ message: StaticString,
        at microseconds: Int64,
        to bytes: inout [UInt8]
    ) {
        bytes.append(literal: #"{"time":""#)
        appendTime(microseconds, to: &bytes, withDate: true)
        bytes.append(literal: #"","level":""#)
        bytes.append(literal: level.name)
        bytes.append(literal: #"","message":""#)
        bytes.append(literal: message)
        bytes.append(0x22)
    }

    private func appendJSON(to bytes: inout [UInt8]) {
        Self.beginJSON(level, message, at: microseconds, to: &bytes)
        for field in fields {
            bytes.append(0x2c)
            bytes.append(0x22)
            bytes.append(literal: field.name)
            bytes.append(0x22)
            bytes.append(0x3a)
            switch field.value {
            case .text(let text): JSONWriter.append(string: text, to: &bytes)
            case .number(let number): bytes.append(decimal: number)
            }
        }
        bytes.append(0x7d)
    }

    private func appendHuman(to bytes: inout [UInt8]) {
        Self.appendTime(microseconds, to: &bytes, withDate: false)
        bytes.append(0x20)
        let name = level.name
        bytes.append(literal: name)
        for _ in name.utf8CodeUnitCount..<8 { bytes.append(0x20) }
        bytes.append(literal: message)
        for field in fields {
            bytes.append(0x20)
            bytes.append(literal: field.name)
            bytes.append(0x3d)
            switch field.value {
            case .text(let text): Self.append(text, to: &bytes)
            case .number(let number): bytes.append(decimal: number)
            }
        }
    }

    /// Appends `text`, quoted where it holds a space, a quote or a byte that a terminal would act
    /// on.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes += text.utf8
        let isPlain = bytes[start...].allSatisfy {
            $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c
        }
        guard !isPlain || text.isEmpty else { return }
        bytes.removeSubrange(start...)
        bytes.append(0x22)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5c: bytes += [0x5c, UInt8(scalar.value)]
            // C0, DEL, C1 and the bidirectional controls could rewrite what the operator sees.
            case 0..<0x20, 0x7f...0x9f, 0x202a...0x202e, 0x2066...0x2069:
                bytes += Array("\\u{\(String(scalar.value, radix: 16))}".utf8)
            default: bytes += Array(String(scalar).utf8)
            }
        }
        bytes.append(0x22)
    }

    /// Appends the time to the millisecond: `2026-11-23T14:05:09.120Z`, or only `14:05:09.120`.
    private static func appendTime(
        _ microseconds: Int64,
        to bytes: inout [UInt8],
        withDate: Bool
    ) {
        let second = microseconds / 1_000_000
        // The lines of a second begin alike, and nearly all lines are those of requests.
        let isKept: Void? = lastSecond.withValue { last in
            if last.second != second || last.withDate != withDate {
                last = LastSecond(second: second, withDate: withDate)
                append(second: second, to: &last.text, withDate: withDate)
            }
            bytes += last.text
        }
        if isKept == nil { append(second: second, to: &bytes, withDate: withDate) }
        bytes.append(decimal: Int(microseconds / 1_000 % 1_000), width: 3)
        if withDate { bytes.append(0x5a) }
    }

    /// What each event loop wrote last, up to the point before the milliseconds.
    private struct LastSecond {
        var second: Int64 = -1
        var withDate = false
        var text: [UInt8] = []
    }

    private static let lastSecond = LoopLocal(LastSecond())

    private static func append(second: Int64, to bytes: inout [UInt8], withDate: Bool) {
        let date = CivilDate(Timestamp(secondsSinceEpoch: second))
        if withDate {
            bytes.append(decimal: date.year, width: 4)
            bytes.append(0x2d)
            bytes.append(decimal: date.month, width: 2)
            bytes.append(0x2d)
            bytes.append(decimal: date.day, width: 2)
            bytes.append(0x54)
        }
        bytes.append(decimal: date.hour, width: 2)
        bytes.append(0x3a)
        bytes.append(decimal: date.minute, width: 2)
        bytes.append(0x3a)
        bytes.append(decimal: date.second, width: 2)
        bytes.append(0x2e)
    }
}

extension LogLevel {
    /// The level's name in log lines.
    var name: StaticString {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }
}
