/// The database key of a grant; never shown to anyone.
public struct GrantKey: Sendable, Hashable {
    /// The row's integer key.
    public let value: Int64

    /// Wraps the row key `value`.
    public init(_ value: Int64) {
        self.value = value
    }
}

/// The database key of a person, as the grants refer to them.
public struct UserKey: Sendable, Hashable {
    /// The row's integer key.
    public let value: Int64

    /// Wraps the row key `value`.
    public init(_ value: Int64) {
        self.value = value
    }
}

/// The database key of a client that somebody approved or an operator registered.
public struct ClientKey: Sendable, Hashable {
    /// The row's integer key.
    public let value: Int64

    /// Wraps the row key `value`.
    public init(_ value: Int64) {
        self.value = value
    }
}

/// The database key of a workspace, as the grants refer to it.
public struct WorkspaceKey: Sendable, Hashable {
    /// The row's integer key.
    public let value: Int64

    /// Wraps the row key `value`.
    public init(_ value: Int64) {
        self.value = value
    }
}
