internal import Primitives

/// Reads the data of server-sent events, whatever the portions in which the bytes arrive (HTML
/// Living Standard §9.2.6).
///
/// Every byte is copied a fixed number of times, however many lines an event has.
struct EventStreamReader {
    /// The most bytes that a line, or the data of an event, may have.
    static let maximumEventBytes = 256 << 10

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var endedWithReturn = false
    private var isAtStart = true

    /// Whether a line or an event was longer than it may be; nothing is read after it.
    private(set) var isTooLong = false

    /// Takes bytes and returns the data of the events that they complete.
    mutating func take(_ bytes: some Collection<UInt8>) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            guard !isTooLong else { break }
            let followsReturn = endedWithReturn
            endedWithReturn = byte == 0x0d
            if byte == 0x0a, followsReturn { continue }
            guard byte == 0x0a || byte == 0x0d else {
                line.append(byte)
                isTooLong = line.count > Self.maximumEventBytes
                continue
            }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    private mutating func endLine() -> [UInt8]? {
        defer { line.removeAll(keepingCapacity: true) }
        let hasMark = isAtStart && line.starts(with: [0xef, 0xbb, 0xbf])
        isAtStart = false
        let text = line.dropFirst(hasMark ? 3 : 0)
        guard !text.isEmpty else { return endEvent() }
        let colon = text.firstIndex(of: 0x3a) ?? text.endIndex
        guard text[..<colon].elementsEqual("data".utf8) else { return nil }
        var value = text[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        if hasData { data.append(0x0a) }
        hasData = true
        data += value
        isTooLong = data.count > Self.maximumEventBytes
        return nil
    }

    private mutating func endEvent() -> [UInt8]? {
        guard hasData else { return nil }
        hasData = false
        defer { data = [] }
        return data
    }
}
