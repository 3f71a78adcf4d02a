internal import Administration
private import JSON
internal import Primitives

/// One command: what it takes, and what happens.
protocol Command: Sendable {
    /// What it is called, takes and does.
    static var spec: CommandSpec { get }

    /// Does it; the thrown error decides the exit code.
    static func run(_ arguments: ParsedArguments) async throws
}

extension OptionSpec {
    /// Names the database.
    static let database = OptionSpec.value(
        "database",
        "FILE",
        "The database of the server; otherwise WAYLEAVE_DATABASE names it."
    )
    /// Asks for output that programs read.
    static let json = OptionSpec.flag("json", "Print JSON instead of text.")
    /// Answers the question that a destructive command asks.
    static let yes = OptionSpec.flag("yes", "Go ahead without asking.")
    /// Takes a password from standard input.
    static let passwordStdin = OptionSpec.flag(
        "password-stdin",
        "Read the password from the first line of standard input instead of asking for it."
    )
    /// What every command that works on the database takes.
    static let usual = [OptionSpec.database, .json]
}

extension ParsedArguments {
    /// Where the files of the server are.
    func paths() throws(UsageError) -> InstallationPaths {
        guard let path = value("database") ?? Environment.value("WAYLEAVE_DATABASE") else {
            throw .noDatabase(command: command)
        }
        return InstallationPaths(database: path)
    }

    /// Opens the server's files, runs `body` and prints what it returns.
    ///
    /// A database that is made on the way is mentioned, for it may be a slip in the path.
    func withInstallation(
        missing: Installation.MissingDatabase = .refuse,
        _ body: (Installation) async throws -> CommandOutput
    ) async throws {
        let paths = try paths()
        let isNew = missing == .create && !Installation.hasFile(at: paths.database)
        let installation = try Installation(
            paths: paths,
            account: Environment.account,
            missing: missing
        )
        defer { installation.close() }
        if isNew { Console.note("made a new database at \(paths.database)") }
        try await print(body(installation))
    }

    /// Prints what a command has to say in the form that was asked for.
    func print(_ output: CommandOutput) {
        if has("json") {
            Console.print(String(decoding: output.json.serialized(), as: UTF8.self))
        } else {
            Console.print(output.text)
        }
    }

    /// Makes sure that the operator wants something that cannot be undone.
    ///
    /// - Parameter question: What to ask at a terminal.
    /// - Throws: ``Declined`` for *no*, and ``UsageError`` where there is no terminal and no
    ///   `--yes`.
    func confirm(_ question: String) throws {
        if has("yes") { return }
        guard Terminal.isInteractive else { throw UsageError.unconfirmed(command: command) }
        guard Terminal.confirm(question) else { throw Declined() }
    }

    /// The password that the operator types, or that standard input holds.
    func password(for name: String) throws -> SecretText {
        if has("password-stdin") { return try Terminal.passwordFromStandardInput() }
        guard Terminal.isInteractive else { throw UsageError.noPassword(command: command) }
        return try Terminal.newPassword(for: name)
    }
}

/// The operator answered *no*.
struct Declined: Error, CustomStringConvertible {
    let description = "nothing was changed"
}
