/// Writes the answer to `--help`.
public struct HelpText: Sendable {
    private static let width = 78

    private let root: CommandSpec

    /// Creates a writer for the same description that the parser works with.
    public init(root: CommandSpec) {
        self.root = root
    }

    /// Returns the help of the command of `path`, the program's own name first.
    public func text(for path: [String]) -> String {
        var command = root
        for name in path.dropFirst() { command = command.subcommand(name) ?? command }
        var sections = ["Usage: \(usage(of: command, path: path))", command.summary + "."]
        sections += command.details.map { Self.wrapped($0, indent: 0) }
        sections += list("Commands", command.subcommands.map { ($0.name, $0.summary) })
        sections += list("Arguments", command.operands.map { ($0.placeholder, $0.summary) })
        if command.subcommands.isEmpty {
            sections += list("Options", (command.options + [.help]).map(\.row))
        }
        sections += examples(command.examples)
        if !command.subcommands.isEmpty {
            sections.append("'\(path.joined(separator: " ")) COMMAND --help' explains a command.")
        }
        return sections.joined(separator: "\n\n")
    }

    private func usage(of command: CommandSpec, path: [String]) -> String {
        var parts = path
        if !command.subcommands.isEmpty { parts.append("COMMAND") }
        parts += command.operands.map {
            $0.count == .any ? "[\($0.placeholder)...]" : $0.placeholder
        }
        if command.subcommands.isEmpty { parts.append("[OPTIONS]") }
        return parts.joined(separator: " ")
    }

    private func list(_ title: String, _ rows: [(name: String, summary: String)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let column = min(28, (rows.map(\.name.count).max() ?? 0) + 4)
        let lines = rows.map { row in
            let summary = Self.wrapped(row.summary, indent: column)
            let name = "  \(row.name)"
            guard name.count + 2 <= column else { return "\(name)\n\(summary)" }
            return name + summary.dropFirst(name.count)
        }
        return ["\(title):\n\(lines.joined(separator: "\n"))"]
    }

    private func examples(_ examples: [CommandSpec.Example]) -> [String] {
        guard !examples.isEmpty else { return [] }
        let texts = examples.map { "  # \($0.purpose)\n  \($0.call)" }
        return ["Examples:\n\(texts.joined(separator: "\n\n"))"]
    }

    /// Breaks `text` at spaces into lines that begin with `indent` spaces.
    private static func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(margin + word)
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension OptionSpec {
    static let help = OptionSpec.flag("help", "Show this text.")

    fileprivate var row: (name: String, summary: String) {
        let repetition = isRepeatable ? " May be given several times." : ""
        return (
            ["--\(name)", placeholder].compactMap(\.self).joined(separator: " "),
            summary + repetition
        )
    }
}
