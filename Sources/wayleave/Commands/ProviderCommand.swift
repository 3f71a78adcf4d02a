internal import Administration

/// `wayleave provider`: the operator's file of networks.
enum ProviderCommand: Command {
    static let spec = CommandSpec(
        group: "provider",
        "Check the file that declares networks with an application of your own",
        [check]
    )

    private static let check = CommandSpec(
        "check",
        "Read a file as 'wayleave serve --providers FILE' would, and say what it declares",
        details: [
            "A mistake is told by the member that is wrong. Secrets that the file leaves to other "
                + "files or variables must be there; none is printed."
        ],
        operands: [OperandSpec("FILE", "The JSON file")],
        options: [.json]
    )

    static func run(_ arguments: ParsedArguments) async throws {
        arguments.print(try ProviderReport.output(file: arguments.operands[0]))
    }
}
