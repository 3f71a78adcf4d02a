/// A point in time as whole UTC seconds since 1970-01-01, the unit that the database stores.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let secondsSinceEpoch: Int64

    /// Creates the time that lies `secondsSinceEpoch` after 1970-01-01T00:00:00Z.
    public init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// The time `seconds` later, or earlier when negative; saturates instead of overflowing.
    public func adding(seconds: Int64) -> Timestamp {
        let (sum, overflow) = secondsSinceEpoch.addingReportingOverflow(seconds)
        guard overflow else { return Timestamp(secondsSinceEpoch: sum) }
        return Timestamp(secondsSinceEpoch: seconds > 0 ? .max : .min)
    }

    /// Whole seconds from `earlier` to this time; negative when `earlier` is later.
    public func seconds(since earlier: Timestamp) -> Int64 {
        secondsSinceEpoch - earlier.secondsSinceEpoch
    }

    /// Orders times by when they happen.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}
