internal import Primitives

/// Reads the data of server-sent events, whatever the portions in which the bytes arrive (HTML
/// Living Standard §9.2.6).
struct EventStreamReader {
    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var endedWithReturn = false
    private var isAtStart = true

    /// Takes bytes and returns the data of the events that they complete.
    mutating func take(_ bytes: some Collection<UInt8>) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            let followsReturn = endedWithReturn
            endedWithReturn = byte == 0x0d
            if byte == 0x0a, followsReturn { continue }
            guard byte == 0x0a || byte == 0x0d else {
                line.append(byte)
                continue
            }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    private mutating func endLine() -> [UInt8]? {
        defer { line = [] }
        if isAtStart, line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
        isAtStart = false
        guard !line.isEmpty else {
            defer { data = nil }
            return data
        }
        let colon = line.firstIndex(of: 0x3a) ?? line.endIndex
        guard line[..<colon].elementsEqual("data".utf8) else { return nil }
        var value = line[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        data = data.map { $0 + [0x0a] + value } ?? Array(value)
        return nil
    }
}
