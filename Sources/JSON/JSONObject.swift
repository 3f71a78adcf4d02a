private import Primitives

/// The members of a JSON object, in order, with names that are compared byte for byte.
///
/// A look-up walks the members, which for the handful that protocol objects have is faster than a
/// hash table; an object of thousands of members should be walked once instead.
public struct JSONObject: Sendable {
    /// One member of an object.
    public struct Member: Sendable, Equatable {
        /// The member's name.
        public let name: String
        /// The member's value.
        public var value: JSONValue

        /// Whether the two members have the same name, byte for byte, and the same value.
        public static func == (left: Member, right: Member) -> Bool {
            left.name.hasSameBytes(as: right.name) && left.value == right.value
        }
    }

    /// The members in the order they were written; no two share a name.
    public private(set) var members: [Member]

    /// Creates an object without members.
    public init() {
        members = []
    }

    /// Takes over members whose names are known to differ.
    init(distinct members: [Member]) {
        self.members = members
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of the member `name`, or `nil`; setting `nil` removes the member.
    public subscript(_ name: String) -> JSONValue? {
        get {
            for member in members where member.name.hasSameBytes(as: name) { return member.value }
            return nil
        }
        set {
            let position = members.firstIndex { $0.name.hasSameBytes(as: name) }
            switch (position, newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): members.remove(at: position)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Adds the member `name` at the end, or gives it `value` where it is already there.
    public mutating func append(_ name: String, _ value: JSONValue) {
        self[name] = value
    }

    /// Adds the member `name` at the end unless `value` is `nil`.
    public mutating func append(_ name: String, ifPresent value: JSONValue?) {
        if let value { self[name] = value }
    }
}

extension JSONObject: Equatable {
    /// Whether the two objects have equal members, in whatever order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        if left.members == right.members { return true }
        return left.members.allSatisfy { right[$0.name] == $0.value }
    }
}

extension JSONObject: Sequence {
    /// Returns an iterator over the members in order.
    public func makeIterator() -> IndexingIterator<[Member]> {
        members.makeIterator()
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object whose members stand in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (name, value) in elements { append(name, value) }
    }
}

extension String {
    /// Whether the two texts are the same bytes, fast where they differ.
    ///
    /// Texts that are not even canonically equivalent, nearly all that a look-up meets, are told
    /// apart by `==`, which compares memory at once; only then is each byte looked at.
    func hasSameBytes(as other: String) -> Bool {
        self == other && utf8.count == other.utf8.count && hasEqualStorage(as: other)
    }

    private func hasEqualStorage(as other: String) -> Bool {
        let isEqual = unsafe utf8.withContiguousStorageIfAvailable { left in
            unsafe other.utf8.withContiguousStorageIfAvailable { right in
                // Both pointers are used only inside these closures.
                unsafe left.elementsEqual(right)
            }
        }
        return (isEqual ?? nil) ?? isIdentical(to: other)
    }
}
