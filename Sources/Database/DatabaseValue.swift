/// A value that a statement takes for one of its parameters.
public enum DatabaseValue: Sendable, Equatable {
    /// No value.
    case null
    /// A whole number.
    case integer(Int64)
    /// A text, stored with its exact UTF-8 bytes, NUL bytes too.
    case text(String)
    /// Bytes; empty bytes stay an empty blob.
    case blob([UInt8])

    /// A whole number, or no value.
    public static func integer(orNull value: Int64?) -> DatabaseValue {
        value.map(DatabaseValue.integer) ?? .null
    }

    /// A text, or no value.
    public static func text(orNull value: String?) -> DatabaseValue {
        value.map(DatabaseValue.text) ?? .null
    }

    /// Bytes, or no value.
    public static func blob(orNull value: [UInt8]?) -> DatabaseValue {
        value.map(DatabaseValue.blob) ?? .null
    }
}
