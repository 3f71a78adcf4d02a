internal import Administration

/// `wayleave completions`: what a shell needs to complete commands and options.
enum CompletionsCommand: Command {
    static let spec = CommandSpec(
        "completions",
        "Print what a shell needs to complete commands and options",
        details: [
            "Load it where your shell starts: in ~/.bashrc, in ~/.zshrc behind 'compinit', or as "
                + "~/.config/fish/completions/wayleave.fish."
        ],
        operands: [OperandSpec("SHELL", "bash, zsh or fish")],
        examples: [
            CommandSpec.Example(
                "Complete in this bash",
                "source <(wayleave completions bash)"
            )
        ]
    )

    static func run(_ arguments: ParsedArguments) async throws {
        let name = arguments.operands[0]
        guard let shell = CompletionScript.Shell(rawValue: name) else {
            throw UsageError.invalidValue(
                option: "SHELL",
                value: name,
                expected: "bash, zsh or fish",
                command: arguments.command
            )
        }
        Console.print(CompletionScript(root: Wayleave.spec).text(for: shell))
    }
}
