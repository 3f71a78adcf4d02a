/// The decoded parameters of one OAuth request, in order, as bytes.
///
/// A parameter without a value counts as omitted (RFC 6749 §3.1), yet still counts when the
/// question is whether a parameter was repeated.
public struct RequestParameters: Sendable {
    /// One name and its value.
    public struct Pair: Sendable, Equatable {
        /// The form-decoded name.
        public let name: [UInt8]
        /// The form-decoded value.
        public let value: [UInt8]

        /// Creates the pair.
        public init(name: [UInt8], value: [UInt8]) {
            self.name = name
            self.value = value
        }

        /// Whether the name is `name`, byte for byte.
        func isNamed(_ name: String) -> Bool {
            self.name.count == name.utf8.count && self.name.elementsEqual(name.utf8)
        }
    }

    /// A parameter that must not repeat was sent twice.
    public struct Repeated: Error, Equatable {}

    let pairs: [Pair]

    /// Takes the parameters over.
    public init(_ pairs: [Pair]) {
        self.pairs = pairs
    }

    /// The value of a parameter that may be sent once, or `nil` where it is omitted or empty.
    ///
    /// - Parameter name: The parameter's name.
    /// - Returns: The value's bytes, never empty.
    /// - Throws: ``Repeated`` when it was sent twice, whatever the values.
    public func single(_ name: String) throws(Repeated) -> [UInt8]? {
        guard !repeatsAny(of: [name]) else { throw Repeated() }
        return first(name)
    }

    /// The first value of a parameter, or `nil` where it is omitted or empty.
    func first(_ name: String) -> [UInt8]? {
        pairs.first { $0.isNamed(name) && !$0.value.isEmpty }?.value
    }

    /// Every non-empty value of a parameter that may repeat, in order.
    public func all(_ name: String) -> [[UInt8]] {
        pairs.filter { $0.isNamed(name) && !$0.value.isEmpty }.map(\.value)
    }

    /// Whether one of `names` was sent twice.
    func repeatsAny(of names: [String]) -> Bool {
        names.contains { name in
            pairs.count(where: { $0.isNamed(name) }) > 1
        }
    }
}
