public import Primitives

/// Where a page of a list ended: the last item that was shown.
///
/// It names a place, not a count, so that what is added or removed meanwhile makes no other item
/// appear twice or not at all.
public struct PagePosition: Sendable, Equatable {
    /// When the item was made.
    public let createdAt: Timestamp
    /// The item's identifier, which decides among items of one second.
    public let identifier: String

    /// Names the place behind an item.
    public init(createdAt: Timestamp, identifier: String) {
        self.createdAt = createdAt
        self.identifier = identifier
    }
}

/// Which part of a list, newest first, is asked for.
public struct PageRequest: Sendable, Equatable {
    /// The place to go on behind, or `nil` for the beginning.
    public let after: PagePosition?
    /// How many items at most.
    public let limit: Int

    /// Asks for `limit` items behind `after`.
    public init(after: PagePosition? = nil, limit: Int) {
        self.after = after
        self.limit = limit
    }
}

/// A part of a list.
public struct Page<Item: Sendable>: Sendable {
    /// The items, newest first.
    public let items: [Item]
    /// Where the next part begins, or `nil` where nothing follows.
    public let next: PagePosition?

    /// Creates a page from one item more than was asked for, which tells whether more follow.
    ///
    /// - Parameters:
    ///   - items: Up to `limit + 1` items.
    ///   - limit: How many were asked for.
    ///   - position: Where an item stands.
    public init(_ items: [Item], limit: Int, position: (Item) -> PagePosition) {
        self.items = Array(items.prefix(limit))
        next = items.count > limit ? self.items.last.map(position) : nil
    }
}
