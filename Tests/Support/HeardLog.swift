public import Primitives

/// A log whose lines can be searched.
public final class HeardLog: Log {
    /// What was written, each line with its level, message and fields.
    public let lines = Shared<[String]>([])

    /// Creates an empty log.
    public init() {}

    /// Keeps a line.
    public func write(_ level: LogLevel, _ message: StaticString, _ fields: [LogField]) {
        let values = fields.map { field in
            switch field.value {
            case .text(let text): "\(field.name)=\(text)"
            case .number(let number): "\(field.name)=\(number)"
            }
        }
        let words = ["\(level)", message.description] + values
        lines.change { $0.append(words.joined(separator: " ")) }
    }
}
