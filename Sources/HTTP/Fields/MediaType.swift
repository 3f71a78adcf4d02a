/// A media type with its parameters (RFC 9110 §8.3.1).
public struct MediaType: Sendable, Equatable {
    /// One parameter.
    public struct Parameter: Sendable, Equatable {
        /// The name in lower case.
        public let name: String
        /// The value with quoting removed, case kept.
        public let value: String
    }

    /// Type and subtype in lower case, for instance `application/json`.
    public let essence: String
    /// The parameters in their order.
    public let parameters: [Parameter]

    /// Parses the value of a `Content-Type` field, or returns `nil` when it breaks the grammar.
    ///
    /// A parameter that comes twice breaks it too: two readers could then disagree on the charset.
    public init?(_ bytes: [UInt8]) {
        // Nearly every request has one of these, written just so.
        for (text, known) in MediaType.known where text == bytes {
            self = known
            return
        }
        var reader = ParameterReader(bytes)
        guard let type = reader.token(), reader.take(0x2f), let subtype = reader.token(),
            let parameters = reader.parameters()
        else { return nil }
        essence = "\(type)/\(subtype)"
        self.parameters = parameters
    }

    private init(essence: String) {
        self.essence = essence
        parameters = []
    }

    private static let known = ["application/json", "application/x-www-form-urlencoded"].map {
        (text: Array($0.utf8), type: MediaType(essence: $0))
    }

    /// Returns the value of the parameter `name`, which is given in lower case.
    public func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    /// Whether the content can be read as UTF-8: no `charset` parameter, or one that says so.
    public var isUTF8: Bool {
        guard let charset = parameter("charset") else { return true }
        let lowercased = String(decoding: charset.utf8.map(Grammar.lowercased), as: UTF8.self)
        return lowercased == "utf-8" || lowercased == "us-ascii"
    }
}

/// Reads tokens and `;`-separated parameters off a field value.
private struct ParameterReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    /// Reads a token and turns it into lower case.
    mutating func token() -> String? {
        let start = offset
        while offset < bytes.count, Grammar.isToken(bytes[offset]) { offset += 1 }
        guard offset > start else { return nil }
        return String(decoding: bytes[start..<offset].map(Grammar.lowercased), as: UTF8.self)
    }

    mutating func parameters() -> [MediaType.Parameter]? {
        var found: [MediaType.Parameter] = []
        skipBlanks()
        while offset < bytes.count {
            guard take(0x3b) else { return nil }
            skipBlanks()
            // The grammar of RFC 9110 allows a `;` with nothing behind it.
            if offset == bytes.count || bytes[offset] == 0x3b { continue }
            guard let name = token(), take(0x3d), let value = value(),
                !found.contains(where: { $0.name == name })
            else { return nil }
            found.append(MediaType.Parameter(name: name, value: value))
            skipBlanks()
        }
        return found
    }

    private mutating func skipBlanks() {
        while offset < bytes.count, Grammar.isBlank(bytes[offset]) { offset += 1 }
    }

    private mutating func value() -> String? {
        guard take(0x22) else {
            let start = offset
            while offset < bytes.count, Grammar.isToken(bytes[offset]) { offset += 1 }
            return offset > start ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
        }
        var output: [UInt8] = []
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == 0x22 { return String(validating: output, as: UTF8.self) }
            if byte == 0x5c {
                guard offset < bytes.count else { return nil }
                output.append(bytes[offset])
                offset += 1
            } else {
                output.append(byte)
            }
        }
        return nil
    }
}
