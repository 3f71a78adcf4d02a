internal import Administration

/// `wayleave database`: the file itself.
enum DatabaseCommand: Command {
    static let spec = CommandSpec(
        group: "database",
        "Look after the database file",
        [migrate]
    )

    private static let migrate = CommandSpec(
        "migrate",
        "Bring the database to this release's schema, making it where there is none",
        details: [
            "The server does this by itself when it starts. All steps happen in one transaction: "
                + "afterwards the database is up to date, or as it was."
        ],
        options: OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        arguments.print(try Installation.migrate(try arguments.paths()))
    }
}
