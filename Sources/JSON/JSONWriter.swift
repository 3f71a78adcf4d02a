private import Primitives

/// Writes one JSON text into a buffer, without building a value first.
///
/// The caller opens and closes lists and objects in order; the writer sets the commas. `/` and
/// characters outside ASCII are written as they are.
public struct JSONWriter: Sendable {
    /// What has been written.
    public var bytes: [UInt8]

    /// Whether the next name or element follows another one.
    private var needsComma = false

    /// Creates a writer with room for `capacity` bytes.
    public init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Appends `text` as a JSON string to bytes that are no writer's.
    public static func append(string text: String, to bytes: inout [UInt8]) {
        // The bytes move into the writer and back, so nothing is copied.
        var writer = JSONWriter(taking: &bytes)
        writer.appendQuoted(text)
        swap(&writer.bytes, &bytes)
    }

    private init(taking bytes: inout [UInt8]) {
        self.bytes = []
        swap(&self.bytes, &bytes)
    }

    /// Opens an object.
    public mutating func beginObject() {
        open(UInt8(ascii: "{"))
    }

    /// Closes the innermost object.
    public mutating func endObject() {
        close(UInt8(ascii: "}"))
    }

    /// Opens a list.
    public mutating func beginArray() {
        open(UInt8(ascii: "["))
    }

    /// Closes the innermost list.
    public mutating func endArray() {
        close(UInt8(ascii: "]"))
    }

    /// Writes the name of the member whose value comes next.
    public mutating func name(_ name: String) {
        separate()
        appendQuoted(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the name of the member whose value comes next, as our own code has it.
    ///
    /// - Parameter name: ASCII without anything that JSON escapes; anything else is a bug of ours.
    public mutating func name(literal name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { text in
            // The literal lives as long as the process.
            assert(unsafe Self.endOfPlainRun(text, from: 0) == text.count, "a name with an escape")
            unsafe bytes.append(contentsOf: text)
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a text.
    public mutating func string(_ text: String) {
        separate()
        appendQuoted(text)
    }

    /// Writes a text given as UTF-8.
    public mutating func string(utf8 text: [UInt8]) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        unsafe text.withUnsafeBufferPointer { buffer in
            // The pointer is used only inside this closure.
            unsafe appendEscaped(buffer)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int64) {
        separate()
        bytes.append(decimal: value)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        separate()
        append(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        append("null")
    }

    /// Writes a number; one that is not finite becomes `null`, as JSON has no name for it.
    public mutating func number(_ value: Double) {
        separate()
        append(value.isFinite ? value.description : "null")
    }

    /// Writes a value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let truth): bool(truth)
        case .integer(let number): integer(number)
        case .number(let number): self.number(number)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object): self.object(object)
        }
    }

    /// Writes an object.
    public mutating func object(_ object: JSONObject) {
        beginObject()
        for member in object.members {
            name(member.name)
            value(member.value)
        }
        endObject()
    }

    /// Writes a value that is JSON already.
    public mutating func json(_ serialized: [UInt8]) {
        separate()
        bytes.append(contentsOf: serialized)
    }

    /// Writes members that are JSON already, `"a":1,"b":2`, into the open object.
    public mutating func members(_ serialized: [UInt8]) {
        guard !serialized.isEmpty else { return }
        separate()
        bytes.append(contentsOf: serialized)
    }

    /// Returns the number of bytes before a place where the caller will put members that are JSON
    /// already, at least one, into the open object.
    public mutating func placeForMembers() -> Int {
        separate()
        return bytes.count
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
