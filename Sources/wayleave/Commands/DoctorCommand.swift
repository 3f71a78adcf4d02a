internal import Administration
private import Primitives
internal import Server

/// `wayleave doctor`: looks for what operators get wrong.
enum DoctorCommand: Command {
    static let spec = CommandSpec(
        "doctor",
        "Look for what is wrong: options, files, keys, database, clock, certificate, issuer",
        details: [
            "Give it the options that 'wayleave serve' is started with, and run it as the same "
                + "account. It changes nothing, works while the server runs and while it does not, "
                + "and asks nobody but the issuer. Each line is ok, a note, or wrong; what to do "
                + "about it stands below.",
            "It exits with 1 where something is wrong.",
        ],
        options: ServeCommand.spec.options + [.json],
        examples: [
            CommandSpec.Example(
                "Look at a server behind a proxy",
                "wayleave doctor --database /var/lib/wayleave/wayleave.db \\\n"
                    + "    --issuer https://auth.example.com --trust-proxy 127.0.0.1"
            )
        ]
    )

    static func run(_ arguments: ParsedArguments) async throws {
        let paths = try arguments.paths()
        let configuration = try ServeCommand.configuration(arguments, log: SilentLog())
        var findings = await Checkup.findings(on: configuration).map(Finding.init(_:))
        findings += await Installation.examine(paths, account: Environment.account)
        let report = DoctorReport(findings)
        arguments.print(report.output)
        if report.isAlarming { throw Alarm() }
    }

    /// Everything was said; only the exit code is left.
    struct Alarm: Error {}
}

extension Finding {
    fileprivate init(_ finding: CheckupFinding) {
        let weight: Weight =
            switch finding.weight {
            case .fine: .fine
            case .doubtful: .doubtful
            case .wrong: .wrong
            }
        self.init(weight, finding.subject, finding.text, advice: finding.advice)
    }
}
