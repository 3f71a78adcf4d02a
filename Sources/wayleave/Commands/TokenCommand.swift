internal import Administration

/// `wayleave token`: what a token is.
enum TokenCommand: Command {
    static let spec = CommandSpec(
        group: "token",
        "Find out about tokens",
        [inspect]
    )

    private static let inspect = CommandSpec(
        "inspect",
        "Say what a token is, whose, and whether it works or why not",
        details: [
            "The token is read from standard input, never from an argument, where other users of "
                + "this computer could see it, and it is never printed. Looking changes nothing, "
                + "also where using the token would."
        ],
        options: OptionSpec.usual,
        examples: [
            CommandSpec.Example("Inspect a token in a file", "wayleave token inspect < token.txt")
        ]
    )

    static func run(_ arguments: ParsedArguments) async throws {
        _ = try arguments.paths()
        let token = try Terminal.tokenFromStandardInput()
        try await arguments.withInstallation { try await $0.inspect(token) }
    }
}
