/// A compiled piece of a page.
indirect enum TemplateNode: Sendable {
    case literal([UInt8])
    case value(FieldSlot)
    case condition(FieldSlot, then: [TemplateNode], otherwise: [TemplateNode])
    case loop(FieldSlot, [TemplateNode], otherwise: [TemplateNode])
}

/// Where a name was found: how many loops further out, and which field there.
struct FieldSlot: Sendable, Equatable {
    let frame: Int
    let index: Int
}

/// A template whose names, includes and places of output have been checked.
///
/// Rendering cannot fail, and looks nothing up by name.
struct Template: Sendable {
    let nodes: [TemplateNode]

    /// Returns the page for the values of the template's own shape.
    func render(_ values: [TemplateValue]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(8_192)
        var frames = [values]
        Self.render(nodes, &frames, to: &output)
        return output
    }

    private static func render(
        _ nodes: [TemplateNode],
        _ frames: inout [[TemplateValue]],
        to output: inout [UInt8]
    ) {
        for node in nodes {
            switch node {
            case .literal(let bytes): output += bytes
            case .value(let slot):
                guard case .text(let text) = frames[slot.frame][slot.index] else { continue }
                HTMLEscape.append(text, to: &output)
            case .condition(let slot, let then, let otherwise):
                let isTrue = frames[slot.frame][slot.index].isTrue
                render(isTrue ? then : otherwise, &frames, to: &output)
            case .loop(let slot, let body, let otherwise):
                guard case .list(let rows) = frames[slot.frame][slot.index] else { continue }
                if rows.isEmpty { render(otherwise, &frames, to: &output) }
                for row in rows {
                    frames.append(row)
                    render(body, &frames, to: &output)
                    frames.removeLast()
                }
            }
        }
    }
}
