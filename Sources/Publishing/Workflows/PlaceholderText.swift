public import JSON
internal import Primitives

/// A text of a workflow with places `{{name}}`, which each run fills.
///
/// Whatever stands in a place is text and nothing more: a value with braces in it has no places.
struct PlaceholderText: Sendable {
    private enum Part: Sendable {
        case text(Substring)
        case place(String)
    }

    private static let longestName = 64
    private let parts: [Part]

    /// Finds the places in `text`; braces without a name between them are text like all else.
    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        var start = text.startIndex
        while let opening = rest.range(ofText: "{{") {
            rest = rest[opening.upperBound...]
            guard let closing = rest.range(ofText: "}}"),
                let name = Self.name(rest[..<closing.lowerBound])
            else { continue }
            parts.append(.text(text[start..<opening.lowerBound]))
            parts.append(.place(name))
            rest = rest[closing.upperBound...]
            start = rest.startIndex
        }
        self.parts = parts + [.text(text[start...])]
    }

    /// The names of the places, each once, in the order of the text.
    var names: [String] {
        parts.reduce(into: []) { names, part in
            guard case .place(let name) = part, !names.contains(where: { $0.isIdentical(to: name) })
            else { return }
            names.append(name)
        }
    }

    /// The text with each place filled.
    ///
    /// - Parameter value: What stands in the place of a name, or `nil` where nothing is known.
    /// - Returns: The text.
    /// - Throws: ``PublishingFault/invalid(part:problem:)`` for a place that stays empty: nobody
    ///   wants to read the name of one in public.
    func filled(_ value: (String) -> String?) throws(PublishingFault) -> String {
        var filled = ""
        for part in parts {
            switch part {
            case .text(let text): filled += text
            case .place(let name):
                guard let value = value(name) else {
                    throw .invalid(
                        part: "input",
                        problem: "the text has a place {{\(name)}}, and nothing was given for it"
                    )
                }
                filled += value
            }
        }
        return filled
    }

    /// The text with the places filled that something is known for.
    func shown(_ value: (String) -> String?) -> String {
        parts.reduce(into: "") { shown, part in
            switch part {
            case .text(let text): shown += text
            case .place(let name): shown += value(name) ?? "{{\(name)}}"
            }
        }
    }

    private static func name(_ text: Substring) -> String? {
        let name = text.drop(while: \.isWhitespace)
        guard let last = name.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        let trimmed = name[...last]
        guard trimmed.utf8.count <= longestName,
            !trimmed.contains(where: { $0.isNewline || $0 == "{" || $0 == "}" })
        else { return nil }
        return String(trimmed)
    }
}

extension WorkflowDefinition {
    /// The member of a run's input that names the post which the run works on.
    public static let postInput = "postGroupId"
    /// The place that every run fills itself, with the day.
    static let dateInput = "date"

    /// The names of the texts that a run must be given, in the order of the steps.
    public var inputNames: [String] {
        var names: [String] = []
        for case .createDraft(let caption, _) in steps {
            for name in PlaceholderText(caption).names
            where !name.isIdentical(to: Self.dateInput)
                && !names.contains(where: { $0.isIdentical(to: name) })
            {
                names.append(name)
            }
        }
        return names
    }

    /// Makes sure that a run is given every text that it needs, and none that it has no use for.
    ///
    /// - Parameter given: The names of what it is given.
    /// - Throws: ``PublishingFault/invalid(part:problem:)``, which names them.
    public func checkInput(_ given: [String]) throws(PublishingFault) {
        let needed = inputNames
        let missing = needed.filter { name in !given.contains { $0.isIdentical(to: name) } }
        guard missing.isEmpty else {
            throw .invalid(
                part: "input",
                problem: "the workflow needs \(Self.list(missing)), and nothing was given for it"
            )
        }
        let known = needed + [Self.postInput, Self.dateInput]
        let other = given.first { name in !known.contains { $0.isIdentical(to: name) } }
        guard let other else { return }
        throw .invalid(
            part: "input",
            problem: "the workflow has no place for '\(other.prefix(80))'; it has places for "
                + (needed.isEmpty ? "nothing" : Self.list(needed))
        )
    }

    /// The text of a draft as far as what a run is given tells it; the day is filled in later.
    ///
    /// - Parameters:
    ///   - text: The text of the step.
    ///   - input: What the run is given.
    /// - Returns: The text.
    public static func shown(_ text: String, with input: JSONObject) -> String {
        PlaceholderText(text).shown { input[$0]?.stringValue }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "'\($0)'" }.joined(separator: ", ")
    }
}
