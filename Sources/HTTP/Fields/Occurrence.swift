/// How often something that should come once was found.
///
/// Protocol elements that decide (credentials, lengths, parameters) must not be looked up as "the
/// first one": two of them is an error that the caller has to see.
public enum Occurrence<Value: Sendable>: Sendable {
    /// It is absent.
    case none
    /// It is there exactly once.
    case one(Value)
    /// It is there more than once.
    case several

    /// The value when it occurs exactly once; `nil` when absent and when repeated.
    public var value: Value? {
        guard case .one(let value) = self else { return nil }
        return value
    }
}

extension Occurrence: Equatable where Value: Equatable {}
