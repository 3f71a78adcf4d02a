extension JSONValue {
    /// Returns the value as a JSON text without white space.
    ///
    /// Reading the text gives an equal value back, except that a number which is not finite is
    /// written as `null`.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// Returns the value as a JSON text for people: one member or element a line, indented by two.
    public func prettyPrinted() -> [UInt8] {
        var output: [UInt8] = []
        appendPretty(to: &output, indentation: 0)
        return output
    }

    private func appendPretty(to output: inout [UInt8], indentation: Int) {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                Self.startLine(in: &output, isFirst: index == 0, indentation: indentation + 2)
                element.appendPretty(to: &output, indentation: indentation + 2)
            }
            Self.startLine(in: &output, isFirst: true, indentation: indentation)
            output.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            output.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                Self.startLine(in: &output, isFirst: index == 0, indentation: indentation + 2)
                output.append(contentsOf: JSONValue.string(member.name).serialized())
                output.append(contentsOf: ": ".utf8)
                member.value.appendPretty(to: &output, indentation: indentation + 2)
            }
            Self.startLine(in: &output, isFirst: true, indentation: indentation)
            output.append(UInt8(ascii: "}"))
        default:
            output.append(contentsOf: serialized())
        }
    }

    private static func startLine(in output: inout [UInt8], isFirst: Bool, indentation: Int) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        output.append(0x0a)
        output.append(contentsOf: repeatElement(0x20, count: indentation))
    }
}
