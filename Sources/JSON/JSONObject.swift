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
            left.name.isIdentical(to: right.name) && left.value == right.value
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
            for member in members where member.name.isIdentical(to: name) { return member.value }
            return nil
        }
        set {
            let position = members.firstIndex { $0.name.isIdentical(to: name) }
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
        self.init(literal: elements)
    }

    init(literal elements: [(String, JSONValue)]) {
        let members = elements.map { Member(name: $0.0, value: $0.1) }
        assert(Self.areDistinct(members), "a literal names a member twice")
        self.init(distinct: members)
    }

    private static func areDistinct(_ members: [Member]) -> Bool {
        members.indices.allSatisfy { index in
            members[..<index].allSatisfy { !$0.name.isIdentical(to: members[index].name) }
        }
    }
}
