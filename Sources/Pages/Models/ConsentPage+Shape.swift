extension ConsentPage {
    /// Whether the client could wait on another machine than the browser's.
    private var mayBeElsewhere: Bool {
        if case .thisComputer = client.destination { true } else { false }
    }

    static let shape = Shape<ConsentPage>(
        ClientSummary.fields { $0.client } + AccessChoices.fields { $0.choices }
            + ChoiceProblem.fields { $0.problem } + [
                .text("title") {
                    ($0.problem == nil ? "" : "Not approved yet: ")
                        + "\($0.client.name) asks for access"
                },
                .text("personName") { $0.account.name },
                .text("personEmail") { $0.account.email },
                .text("resource") { $0.resource },
                .text("idleLength") { TimeWords.length(seconds: $0.duration.idleSeconds) },
                .text("absoluteLength") { TimeWords.length(seconds: $0.duration.absoluteSeconds) },
                .text("flow") { $0.seal.flow },
                .text("csrf") { $0.seal.csrf },
                .text("signOutCSRF") { $0.seal.signOutCSRF },
                .flag("isRepeat") { $0.isRepeat },
                .flag("mayBeElsewhere") { $0.mayBeElsewhere },
                .flag("isElsewhere") { $0.isElsewhere },
                .flag("hasChanges") { !$0.changes.isEmpty },
                .list("changes", ChangeLine.shape) { $0.changes },
            ]
    )
}
