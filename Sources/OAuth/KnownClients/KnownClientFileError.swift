/// Why a registry of known clients cannot be used; its description says where and what.
public struct KnownClientFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where and what, without a full stop.
    public let description: String

    /// Creates the error with its words.
    public init(_ description: String) {
        self.description = description
    }
}
