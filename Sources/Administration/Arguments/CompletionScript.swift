internal import Primitives

/// Writes what a shell needs to complete calls, from the same description that parses them.
public struct CompletionScript: Sendable {
    /// The shells.
    public enum Shell: String, Sendable, CaseIterable {
        /// GNU Bash.
        case bash
        /// The Z shell.
        case zsh
        /// The friendly interactive shell.
        case fish
    }

    let root: CommandSpec

    /// Creates a writer for the description that the parser works with.
    public init(root: CommandSpec) {
        self.root = root
    }

    /// Returns the script for `shell`.
    public func text(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// A command with the words that lead to it, the program's own name left out.
    struct Place {
        let words: [String]
        let command: CommandSpec

        /// The words as the scripts keep them: each behind a space.
        var text: String { words.map { " \($0)" }.joined() }

        /// The options, where the command does something.
        var options: [OptionSpec] {
            guard command.subcommands.isEmpty else { return [.help] }
            return command.options + [.help]
        }
    }

    /// Every command, each before those below it.
    var places: [Place] { Self.places(below: Place(words: [], command: root)) }

    private static func places(below place: Place) -> [Place] {
        [place]
            + place.command.subcommands.flatMap { command in
                places(below: Place(words: place.words + [command.name], command: command))
            }
    }

    /// The options of all commands that are followed by the value of one kind, each once.
    func options(of kind: ValueKind) -> [String] {
        let names = places.flatMap(\.options).filter { $0.valueKind == kind }.map(\.name)
        return Set(names).sorted().map { "--\($0)" }
    }
}

/// What stands behind an option.
enum ValueKind: Equatable {
    /// Nothing.
    case none
    /// The name of a file or folder.
    case file
    /// One of a few words.
    case choice([String])
    /// Something that no shell can know.
    case other
}

extension OptionSpec {
    /// What stands behind the option.
    var valueKind: ValueKind {
        guard let placeholder else { return .none }
        if ["FILE", "DIR"].contains(placeholder) { return .file }
        let words = placeholder.utf8.split(separator: UInt8(ascii: "|"))
            .map { String(decoding: $0, as: UTF8.self) }
        return words.count > 1 ? .choice(words) : .other
    }
}

extension String {
    /// The text in single quotes, as every one of the shells takes it.
    var shellQuoted: String { "'" + replacing(text: "'", with: "'\\''") + "'" }
}
