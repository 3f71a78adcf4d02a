package import HTTPServer
public import Primitives

/// The log that writes lines to standard error.
///
/// Callable from any thread. On an event loop, lines of one round leave together, before the
/// round's answers do, or when they fill what a pipe takes in one piece, so that many requests
/// share one `write`. A warning or an error leaves at once, with all before it, as does every line
/// of other threads. A failing write is dropped: a full disk behind the log must not stop the
/// server.
public final class StandardErrorLog: Log {
    private let format: LogFormat
    private let minimumLevel: LogLevel
    private let sink: @Sendable ([UInt8]) -> Void
    private let rounds: RoundLines

    /// Creates a log that writes lines of at least `minimumLevel` in `format`.
    public convenience init(format: LogFormat, minimumLevel: LogLevel = .info) {
        self.init(
            format: format,
            minimumLevel: minimumLevel,
            atomicBytes: StandardStream.error.atomicByteCount
        ) { StandardStream.error.write($0) }
    }

    package init(
        format: LogFormat,
        minimumLevel: LogLevel,
        atomicBytes: Int = 4_096,
        sink: @escaping @Sendable ([UInt8]) -> Void
    ) {
        rounds = RoundLines(atomicBytes: atomicBytes)
        self.format = format
        self.minimumLevel = minimumLevel
        self.sink = sink
    }

    /// Writes one line when `level` is at least the log's minimum.
    public func write(_ level: LogLevel, _ message: StaticString, _ fields: [LogField]) {
        guard level >= minimumLevel else { return }
        let line = LogLine(
            level: level,
            message: message,
            fields: fields,
            microseconds: SystemWallClock.microsecondsSinceEpoch()
        )
        let isWaiting = rounds.append(sink, flushes: level >= .warning) { bytes in
            line.append(to: &bytes, format)
        }
        guard !isWaiting else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        line.append(to: &bytes, format)
        sink(bytes)
    }

    /// Writes the line of a request that is over, as ``write(_:_:_:)`` would with all its fields.
    package func write(_ record: RequestRecord) {
        guard format == .json, record.level >= minimumLevel else {
            return write(record.level, RequestRecord.message, record.logFields)
        }
        let microseconds = SystemWallClock.microsecondsSinceEpoch()
        let isWaiting = rounds.append(sink, flushes: record.level >= .warning) { bytes in
            LogLine.append(record, at: microseconds, to: &bytes)
        }
        guard !isWaiting else { return }
        var bytes: [UInt8] = []
        LogLine.append(record, at: microseconds, to: &bytes)
        sink(bytes)
    }

    /// Writes the lines of the round that ends.
    public func endRound() {
        rounds.flush(sink)
    }
}
