/// The fields of a decoded form or query, in their order, with repetitions and empty values kept.
public struct FormFields: Sendable, Equatable {
    /// One field.
    public struct Field: Sendable, Equatable {
        /// The decoded name.
        public var name: String
        /// The decoded value.
        public var value: String

        /// Creates a field from decoded text.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Whether both are the same bytes.
        public static func == (left: Field, right: Field) -> Bool {
            left.name.utf8.elementsEqual(right.name.utf8)
                && left.value.utf8.elementsEqual(right.value.utf8)
        }
    }

    /// All fields in their order.
    public var all: [Field]

    /// Creates the list of `fields`.
    public init(_ fields: [Field] = []) {
        all = fields
    }

    /// Returns every value under `name`, in order; names are compared byte by byte.
    public func all(_ name: String) -> [String] {
        all.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
    }

    /// Returns the value of `name` when it stands there once, and tells absence from repetition.
    public func only(_ name: String) -> Occurrence<String> {
        var found: String?
        for field in all where field.name.utf8.elementsEqual(name.utf8) {
            guard found == nil else { return .several }
            found = field.value
        }
        return found.map { .one($0) } ?? .none
    }

    /// The names that occur more than once, each named once, in the order of their first
    /// repetition.
    public var repeatedNames: [String] {
        var seen: Set<[UInt8]> = []
        var reported: Set<[UInt8]> = []
        var repeated: [String] = []
        for field in all {
            let key = Array(field.name.utf8)
            guard !seen.insert(key).inserted, reported.insert(key).inserted else { continue }
            repeated.append(field.name)
        }
        return repeated
    }
}
