/// The name of a state of the store, as one event loop sees it.
///
/// Equal names on one loop mean that no process has committed anything in between that changes what
/// a token may do; of two names the greater one is that of the later state.
public struct StoreSnapshot: Sendable, Comparable {
    /// The number.
    public let version: Int64

    /// Names the state with the number `version`, which grows with every such commit.
    public init(version: Int64) {
        self.version = version
    }

    /// Orders states by their age.
    public static func < (left: StoreSnapshot, right: StoreSnapshot) -> Bool {
        left.version < right.version
    }
}

/// What was committed between two states that changes what a token may do.
public enum StoreChanges: Sendable, Equatable {
    /// Changes of these grants and of nothing else; a grant may be named twice.
    case grants([GrantKey])
    /// Anything: what was read before the later state counts no more.
    case everything
}

/// The state that reads on the running event loop see now.
public struct StoreState: Sendable {
    /// Its name.
    public let snapshot: StoreSnapshot
    /// What was committed since the state that the caller named.
    public let changes: StoreChanges

    /// Creates the value.
    public init(snapshot: StoreSnapshot, changes: StoreChanges) {
        self.snapshot = snapshot
        self.changes = changes
    }
}
