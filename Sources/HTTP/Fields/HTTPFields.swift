/// The header fields of a message, in their order, with repetitions kept.
///
/// One buffer holds all names and values and each field is a pair of ranges in it, so that a parsed
/// head costs two allocations whatever the number of its fields. Looking a name up walks the list.
public struct HTTPFields: Sendable {
    /// Where one field lies in the buffer.
    struct Entry: Sendable {
        var nameStart: UInt32
        var nameEnd: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32

        init(nameStart: UInt32, nameEnd: UInt32, valueStart: UInt32, valueEnd: UInt32) {
            self.nameStart = nameStart
            self.nameEnd = nameEnd
            self.valueStart = valueStart
            self.valueEnd = valueEnd
        }

        /// A field whose value follows its name behind a colon and a space.
        init(_ nameStart: Int, _ nameEnd: Int, _ valueEnd: Int) {
            self.nameStart = UInt32(nameStart)
            self.nameEnd = UInt32(nameEnd)
            valueStart = UInt32(nameEnd + 2)
            self.valueEnd = UInt32(valueEnd)
        }

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    private(set) var buffer: [UInt8]
    private(set) var entries: [Entry]
    /// Whether the buffer is nothing but the fields as lines, ready to be sent in a response.
    private(set) var isLines: Bool

    /// Creates an empty list.
    public init() {
        buffer = []
        entries = []
        isLines = true
    }

    /// Takes over a head that a parser has checked.
    init(buffer: [UInt8], entries: [Entry]) {
        self.buffer = buffer
        self.entries = entries
        isLines = false
    }

    /// The number of fields.
    public var count: Int { entries.count }

    /// Whether there is no field.
    public var isEmpty: Bool { entries.isEmpty }

    /// Adds a field after all others.
    public mutating func append(_ name: HTTPFieldName, _ value: HTTPFieldValue) {
        if entries.isEmpty {
            // One allocation each for an ordinary response.
            buffer.reserveCapacity(256)
            entries.reserveCapacity(8)
        }
        append(name) { $0.append(contentsOf: value.bytes) }
    }

    /// Adds a line whose value `write` appends.
    private mutating func append(_ name: HTTPFieldName, _ write: (inout [UInt8]) -> Void) {
        let nameStart = buffer.count
        buffer.append(contentsOf: name.bytes)
        let nameEnd = buffer.count
        buffer.append(0x3a)
        buffer.append(Grammar.space)
        write(&buffer)
        let entry = Entry(nameStart, nameEnd, buffer.count)
        entries.append(entry)
        if isReserved(entry) { isLines = false }
        buffer.append(Grammar.carriageReturn)
        buffer.append(Grammar.lineFeed)
    }

    /// Makes `value` the only one under `name`.
    public mutating func set(_ name: HTTPFieldName, _ value: HTTPFieldValue) {
        if contains(name) { remove(name) }
        append(name, value)
    }

    /// Makes `text` the only value under `name`, as ``HTTPFieldValue/init(proven:)`` does.
    ///
    /// Use it only where no input can make the text illegal: an illegal one is a bug of ours and
    /// traps.
    public mutating func set(_ name: HTTPFieldName, proven text: String) {
        if contains(name) { remove(name) }
        append(name) { buffer in
            let start = buffer.count
            buffer.append(contentsOf: text.utf8)
            precondition(Grammar.isFieldValue(buffer[start...]), "not a field value")
        }
    }

    /// Whether `name` stands there once with exactly the bytes `value`.
    func isOnly(_ name: HTTPFieldName, _ value: [UInt8]) -> Bool {
        var isFound = false
        for entry in entries where matches(entry, name) {
            guard !isFound, entry.value.count == value.count,
                buffer[entry.value].elementsEqual(value)
            else { return false }
            isFound = true
        }
        return isFound
    }

    /// Adds all fields of `other` after those here.
    public mutating func append(contentsOf other: HTTPFields) {
        for field in other {
            append(field.name, field.value)
        }
    }

    /// Drops every field named `name`.
    public mutating func remove(_ name: HTTPFieldName) {
        entries = entries.filter { !matches($0, name) }
        isLines = false
    }

    /// Whether a field named `name` is there.
    public func contains(_ name: HTTPFieldName) -> Bool {
        entries.contains { matches($0, name) }
    }

    /// Returns the value of `name` when it stands there once, and tells absence from repetition.
    public func only(_ name: HTTPFieldName) -> Occurrence<[UInt8]> {
        var found: Entry?
        for entry in entries where matches(entry, name) {
            guard found == nil else { return .several }
            found = entry
        }
        return found.map { .one(Array(buffer[$0.value])) } ?? .none
    }

    /// Returns the only value of `name` as text; `nil` when absent, repeated or not ASCII.
    public func text(_ name: HTTPFieldName) -> String? {
        guard case .one(let bytes) = only(name), bytes.allSatisfy({ $0 < 128 }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns the first value of `name`; for fields that decide nothing.
    public func first(_ name: HTTPFieldName) -> [UInt8]? {
        entries.first { matches($0, name) }.map { Array(buffer[$0.value]) }
    }

    /// Returns every value of `name`, in order.
    public func all(_ name: HTTPFieldName) -> [[UInt8]] {
        entries.filter { matches($0, name) }.map { Array(buffer[$0.value]) }
    }

    /// Returns the members of the comma-separated list that all fields of `name` form together.
    public func members(_ name: HTTPFieldName) -> [[UInt8]] {
        entries.filter { matches($0, name) }
            .flatMap { Grammar.listMembers(buffer[$0.value]) }
            .map { Array($0) }
    }

    /// Whether the list of tokens under `name` has `token`, ASCII case aside.
    public func hasToken(_ name: HTTPFieldName, _ token: StaticString) -> Bool {
        guard contains(name) else { return false }
        let wanted = Array(literal: token)
        return members(name).contains {
            Grammar.equalIgnoringCase($0.span, 0..<$0.count, wanted)
        }
    }

    private func matches(_ entry: Entry, _ name: HTTPFieldName) -> Bool {
        Grammar.equalIgnoringCase(buffer.span, entry.name, name.bytes)
    }
}

extension HTTPFields: Sequence {
    /// One header field.
    public struct Field: Sendable {
        /// Its name, in the case in which it was written.
        public let name: HTTPFieldName
        /// Its value.
        public let value: HTTPFieldValue
    }

    /// Walks the fields in their order.
    public func makeIterator() -> some IteratorProtocol<Field> {
        entries.lazy.map { [buffer] entry in
            Field(
                name: HTTPFieldName(checked: Array(buffer[entry.name])),
                value: HTTPFieldValue(checked: Array(buffer[entry.value]))
            )
        }.makeIterator()
    }
}

extension HTTPFields: Equatable {
    /// Whether both have the same fields in the same order, case of the names aside.
    public static func == (left: HTTPFields, right: HTTPFields) -> Bool {
        left.elementsEqual(right) { $0.name == $1.name && $0.value == $1.value }
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    /// Creates the list of the pairs, in their order.
    public init(dictionaryLiteral elements: (HTTPFieldName, HTTPFieldValue)...) {
        self.init()
        for (name, value) in elements { append(name, value) }
    }
}
