extension JSONValue {
    /// The value as text for people and version control: one member or element a line, short lists
    /// on one.
    public var indentedText: String {
        var text = ""
        write(to: &text, indentation: 0)
        return text
    }

    private static let shortLength = 100

    private func write(to text: inout String, indentation: Int) {
        let line = String(decoding: serialized(), as: UTF8.self)
        let isFlat = line.utf8.count <= Self.shortLength && !holdsContainers
        guard !isFlat else {
            text += line
            return
        }
        let inner = String(repeating: "  ", count: indentation + 1)
        let outer = String(repeating: "  ", count: indentation)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            text += "["
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + inner
                element.write(to: &text, indentation: indentation + 1)
            }
            text += "\n\(outer)]"
        case .object(let object) where !object.isEmpty:
            text += "{"
            for (index, member) in object.enumerated() {
                let name = String(
                    decoding: JSONValue.string(member.name).serialized(),
                    as: UTF8.self
                )
                text += (index == 0 ? "\n" : ",\n") + "\(inner)\(name): "
                member.value.write(to: &text, indentation: indentation + 1)
            }
            text += "\n\(outer)}"
        default: text += line
        }
    }

    private var holdsContainers: Bool {
        switch self {
        case .array(let elements): elements.contains(where: \.isContainer)
        case .object(let object): object.contains { $0.value.isContainer }
        default: false
        }
    }

    private var isContainer: Bool {
        switch self {
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.isEmpty
        default: false
        }
    }
}
