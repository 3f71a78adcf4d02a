private import Primitives

/// A value that several threads of a test look at and change.
public final class Shared<Value: Sendable>: Sendable {
    private let lock: Lock<Value>

    /// Starts with `value`.
    public init(_ value: Value) {
        lock = Lock(value)
    }

    /// The value as it is now.
    public var value: Value { lock.withLock { $0 } }

    /// Changes the value while nobody else can see it.
    public func change(_ body: @Sendable (inout Value) -> Void) {
        lock.withLock { body(&$0) }
    }
}
