internal import JSON

/// One way in which a value breaks its schema, in words that a model can act on.
public struct SchemaViolation: Sendable, Equatable {
    /// Which part of the value is wrong, as a JSON Pointer (RFC 6901); empty for the whole value.
    public let pointer: String
    /// What that part must be.
    public let message: String

    /// The violation as one sentence without a full stop.
    public var sentence: String {
        "\(pointer.isEmpty ? "The value" : pointer) \(message)"
    }

    /// The violation as members of an error.
    var json: JSONValue {
        ["pointer": .string(pointer), "message": .string(message)]
    }
}

/// Why a JSON value cannot be used as a schema.
public struct SchemaError: Error, Sendable, Equatable {
    /// Which part of the schema is wrong, as a JSON Pointer.
    public let pointer: String
    /// What is wrong with it.
    public let message: String
}
