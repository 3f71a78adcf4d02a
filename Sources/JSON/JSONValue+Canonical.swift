extension JSONValue {
    /// Bytes that are the same for equal data: members sorted, whole numbers without a fraction.
    ///
    /// Comparing these finds repeated elements of a long list without comparing each pair.
    public var canonicalBytes: [UInt8] {
        canonical.serialized()
    }

    private var canonical: JSONValue {
        switch self {
        case .number(let number):
            return Int64(exactly: number).map(JSONValue.integer) ?? self
        case .array(let elements):
            return .array(elements.map(\.canonical))
        case .object(let object):
            let sorted = object.members.sorted { left, right in
                left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
            }
            return .object(
                sorted.reduce(into: JSONObject()) { $0.append($1.name, $1.value.canonical) }
            )
        default: return self
        }
    }
}
