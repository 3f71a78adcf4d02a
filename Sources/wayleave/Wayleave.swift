internal import Administration
private import Glibc
internal import Primitives

/// The program: finds the command, runs it, turns what comes of it into an exit code.
@main
enum Wayleave {
    static let commands: [any Command.Type] = [
        ServeCommand.self, DemoCommand.self, MCPCommand.self, UserCommand.self,
        WorkspaceCommand.self, MemberCommand.self, ClientCommand.self,
        PolicyCommand.self, ResourceServerCommand.self, GrantCommand.self, TokenCommand.self,
        AuditCommand.self, PublishingCommand.self, ProviderCommand.self, DatabaseCommand.self,
        DoctorCommand.self, CompletionsCommand.self,
    ]

    static let spec = CommandSpec(
        group: "wayleave",
        "Let people give AI clients access to chosen workspaces, and take it back",
        details: [
            "Wayleave is an OAuth 2.1 authorization server with an MCP endpoint. The commands "
                + "below manage it; they work while the server runs and take effect on the very "
                + "next request. Commands find the database by --database FILE or the environment "
                + "variable WAYLEAVE_DATABASE.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage.",
        ],
        examples: [
            CommandSpec.Example(
                "See who lets which client in, and end one connection",
                "wayleave grant list --active\n  wayleave grant revoke grt_..."
            )
        ],
        commands.map { $0.spec }
    )

    static func main() async {
        exit(await status(of: Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    /// Runs the call off the main thread, to which a server's work would otherwise be tied.
    @concurrent
    private static func status(of arguments: [String]) async -> ExitStatus {
        do {
            switch try ArgumentParser(root: spec).parse(arguments) {
            case .help(let path): Console.print(HelpText(root: spec).text(for: path))
            case .version: Console.print("wayleave \(Release.version)")
            case .run(let arguments): try await run(arguments)
            }
            return .done
        } catch let error as UsageError {
            Console.fail(error.sentence)
            return .wrongUsage
        } catch is DoctorCommand.Alarm {
            return .failed
        } catch {
            Console.fail("\(error)")
            return .failed
        }
    }

    private static func run(_ arguments: ParsedArguments) async throws {
        let command = commands.first { $0.spec.name == arguments.words.first }
        // The parser only names commands of `spec`, which is made of these.
        try await command?.run(arguments)
    }
}

/// What the program tells the shell.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case wrongUsage = 2
}
