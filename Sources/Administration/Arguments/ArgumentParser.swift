private import Primitives

/// Sorts what somebody typed by the description of the commands (in the manner of GNU long
/// options).
///
/// Options may stand anywhere behind the command; `--` ends them. `--help` and `-h` win over any
/// mistake in the rest of the call.
public struct ArgumentParser: Sendable {
    /// What a call asks for.
    public enum Request: Sendable, Equatable {
        /// To explain the command of this path, the program's own name first.
        case help([String])
        /// To say which release this is.
        case version
        /// To do something.
        case run(ParsedArguments)
    }

    private let root: CommandSpec

    /// Creates a parser for the program that `root` describes.
    public init(root: CommandSpec) {
        self.root = root
    }

    /// Reads a call.
    ///
    /// - Parameter arguments: The words behind the program's name.
    /// - Returns: What is asked for.
    /// - Throws: ``UsageError`` for the first mistake.
    public func parse(_ arguments: [String]) throws(UsageError) -> Request {
        var rest = arguments[...]
        let asksForHelp = rest.first?.isIdentical(to: "help") ?? false
        if asksForHelp { rest = rest.dropFirst() }
        let (command, path) = try command(in: &rest, asksForHelp: asksForHelp)
        let words = rest.prefix { !$0.isIdentical(to: "--") }
        if asksForHelp || words.contains(where: isHelp) { return .help(path) }
        if path.count == 1, words.contains(where: { $0.isIdentical(to: "--version") }) {
            return .version
        }
        guard command.subcommands.isEmpty else {
            throw incomplete(command, path: path, rest: rest)
        }
        return .run(try parsed(rest, as: command, path: path))
    }

    /// Walks down the commands as long as `rest` begins with their names.
    private func command(
        in rest: inout ArraySlice<String>,
        asksForHelp: Bool
    ) throws(UsageError) -> (CommandSpec, path: [String]) {
        var command = root
        var path = [root.name]
        while !command.subcommands.isEmpty, let word = rest.first, !word.hasPrefix("-") {
            guard let next = command.subcommand(word) else {
                throw .unknownCommand(
                    word,
                    parent: path.joined(separator: " "),
                    suggestion: Spelling.nearest(to: word, among: command.subcommands.map(\.name))
                )
            }
            command = next
            path.append(next.name)
            rest = rest.dropFirst()
        }
        return (command, path)
    }

    private func isHelp(_ word: String) -> Bool {
        word.isIdentical(to: "--help") || word.isIdentical(to: "-h")
    }

    private func incomplete(
        _ command: CommandSpec,
        path: [String],
        rest: ArraySlice<String>
    ) -> UsageError {
        let parent = path.joined(separator: " ")
        if let word = rest.first, word.hasPrefix("-"), word.utf8.count > 1 {
            let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
            return .optionBeforeCommand(String(name), parent: parent)
        }
        return .missingCommand(parent: parent, known: command.subcommands.map(\.name))
    }

    private func parsed(
        _ words: ArraySlice<String>,
        as command: CommandSpec,
        path: [String]
    ) throws(UsageError) -> ParsedArguments {
        var reader = OptionReader(
            specs: command.options,
            command: path.joined(separator: " ")
        )
        try reader.read(words)
        let required = command.operands.filter { $0.count == .one }
        guard reader.operands.count >= required.count else {
            throw .missingOperand(
                required[reader.operands.count].placeholder,
                command: reader.command
            )
        }
        let takesAny = command.operands.contains { $0.count == .any }
        guard takesAny || reader.operands.count == required.count else {
            throw .excessOperands(taken: required.count, command: reader.command)
        }
        return ParsedArguments(path: path, operands: reader.operands, options: reader.options)
    }
}

/// Splits the words behind a command into operands and options.
private struct OptionReader {
    let specs: [OptionSpec]
    let command: String
    var operands: [String] = []
    var options: [String: [String]] = [:]

    init(specs: [OptionSpec], command: String) {
        self.specs = specs
        self.command = command
    }

    mutating func read(_ words: ArraySlice<String>) throws(UsageError) {
        var rest = words
        while let word = rest.popFirst() {
            if word.isIdentical(to: "--") {
                operands += rest
                return
            }
            guard word.hasPrefix("-"), word.utf8.count > 1 else {
                operands.append(word)
                continue
            }
            try readOption(word, rest: &rest)
        }
    }

    private mutating func readOption(
        _ word: String,
        rest: inout ArraySlice<String>
    ) throws(UsageError) {
        let parts = word.drop { $0 == "-" }.split(
            separator: "=",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let name = String(parts.first ?? "")
        guard word.hasPrefix("--"), let spec = specs.first(where: { $0.name == name }) else {
            throw .unknownOption(
                name,
                command: command,
                suggestion: Spelling.nearest(to: name, among: specs.map(\.name))
            )
        }
        guard spec.isRepeatable || options[name] == nil else {
            throw .repeatedOption(name, command: command)
        }
        guard let placeholder = spec.placeholder else {
            guard parts.count == 1 else { throw .unexpectedValue(option: name, command: command) }
            options[name] = []
            return
        }
        let value = parts.count == 2 ? String(parts[1]) : rest.popFirst()
        guard let value, !value.isEmpty else {
            throw .missingValue(option: name, placeholder: placeholder, command: command)
        }
        options[name, default: []].append(value)
    }
}
