private import Primitives

extension JSONValue {
    /// Reads one JSON text (RFC 8259) and nothing around it but white space.
    ///
    /// Stricter than the grammar in what a security protocol must not be unsure about: a byte order
    /// mark, a repeated name, a lone surrogate or invalid UTF-8 are refused. The cost is linear in
    /// the number of bytes.
    ///
    /// - Parameters:
    ///   - bytes: The whole text.
    ///   - maximumDepth: How many lists and objects may enclose one another.
    /// - Throws: ``JSONParseError`` at the first byte that breaks a rule.
    public init(parsing bytes: [UInt8], maximumDepth: Int = 32) throws(JSONParseError) {
        var reader = JSONReader(bytes: bytes, maximumDepth: maximumDepth)
        do throws(JSONParseError.Reason) {
            self = try reader.document()
        } catch {
            throw JSONParseError(reason: error, offset: reader.position)
        }
    }
}

/// One pass over the bytes of a JSON text.
struct JSONReader {
    typealias Reason = JSONParseError.Reason

    let bytes: [UInt8]
    var position = 0
    private var remainingDepth: Int

    init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        remainingDepth = maximumDepth
    }

    mutating func document() throws(Reason) -> JSONValue {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { throw .byteOrderMark }
        skipWhiteSpace()
        let value = try value()
        skipWhiteSpace()
        guard position == bytes.count else { throw .trailingBytes }
        return value
    }

    /// The byte at the current position.
    func peek() throws(Reason) -> UInt8 {
        guard position < bytes.count else { throw .unexpectedEnd }
        return bytes[position]
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value() throws(Reason) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "{"):
            return try nested { (reader) throws(Reason) in .object(try reader.object()) }
        case UInt8(ascii: "["):
            return try nested { (reader) throws(Reason) in .array(try reader.array()) }
        case UInt8(ascii: "t"):
            return try literal("true", .bool(true))
        case UInt8(ascii: "f"):
            return try literal("false", .bool(false))
        case UInt8(ascii: "n"):
            return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        default:
            throw .unexpectedByte
        }
    }

    /// Enters a list or object, whose opening byte the position is at.
    private mutating func nested(
        _ body: (inout JSONReader) throws(Reason) -> JSONValue
    ) throws(Reason) -> JSONValue {
        guard remainingDepth > 0 else { throw .tooDeep }
        remainingDepth -= 1
        position += 1
        skipWhiteSpace()
        let value = try body(&self)
        remainingDepth += 1
        return value
    }

    private mutating func literal(
        _ text: StaticString,
        _ value: JSONValue
    ) throws(Reason) -> JSONValue {
        for expected in text.description.utf8 {
            guard try peek() == expected else { throw .unexpectedByte }
            position += 1
        }
        return value
    }

    private mutating func array() throws(Reason) -> [JSONValue] {
        var elements: [JSONValue] = []
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value())
            if try isLast(closing: UInt8(ascii: "]")) { return elements }
        }
    }

    private mutating func object() throws(Reason) -> JSONObject {
        var members: [JSONObject.Member] = []
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return JSONObject()
        }
        members.reserveCapacity(4)
        var names = DistinctNames()
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw .unexpectedByte }
            let start = position
            let name = try string()
            guard names.insert(name, among: members) else {
                position = start
                throw .duplicateName
            }
            skipWhiteSpace()
            guard try peek() == UInt8(ascii: ":") else { throw .unexpectedByte }
            position += 1
            skipWhiteSpace()
            members.append(JSONObject.Member(name: name, value: try value()))
            if try isLast(closing: UInt8(ascii: "}")) { return JSONObject(distinct: members) }
        }
    }

    /// Reads what follows an element: a comma and the way to the next element, or `closing`.
    private mutating func isLast(closing: UInt8) throws(Reason) -> Bool {
        skipWhiteSpace()
        let byte = try peek()
        guard byte == closing || byte == UInt8(ascii: ",") else { throw .unexpectedByte }
        position += 1
        if byte == closing { return true }
        skipWhiteSpace()
        return false
    }
}

/// Finds repeated names: by comparing with the few there are, by hash once there are many.
///
/// Without the hash an object of n short names would cost n² comparisons.
private struct DistinctNames {
    private static let largestWalk = 16
    private var hashed: Set<[UInt8]> = []

    mutating func insert(_ name: String, among members: [JSONObject.Member]) -> Bool {
        if members.count < Self.largestWalk {
            return !members.contains { $0.name.isIdentical(to: name) }
        }
        if hashed.isEmpty {
            for member in members { hashed.insert(Array(member.name.utf8)) }
        }
        return hashed.insert(Array(name.utf8)).inserted
    }
}
