public import Primitives

/// Where a page of calls goes on: after some calls of one second.
///
/// It tells nothing that the page before does not show; a row's number would tell how much goes on
/// at the whole server.
public struct ActivityPosition: Sendable, Equatable {
    /// The second of the last call that was shown.
    public let at: Timestamp
    /// How many calls of that second were shown.
    public let shown: Int

    /// Creates the position after `shown` calls of the second `at`.
    public init(at: Timestamp, shown: Int) {
        self.at = at
        self.shown = shown
    }

    /// Reads what ``text`` writes, or is `nil` for anything else.
    public init?(_ text: String) {
        let parts = Array(text.utf8).split(
            separator: UInt8(ascii: "-"),
            omittingEmptySubsequences: false
        )
        guard parts.count == 2, let second = ASCII.decimal(parts[0]),
            let shown = ASCII.decimal(parts[1]), second <= 1 << 40, shown <= 1_000_000
        else { return nil }
        self.init(at: Timestamp(secondsSinceEpoch: second), shown: Int(shown))
    }

    /// The position in an address, such as `1795478400-3`.
    public var text: String { "\(at.secondsSinceEpoch)-\(shown)" }
}
