import Testing

@testable import Administration

@Suite("What shells complete")
struct CompletionScriptTests {
    private let script = CompletionScript(
        root: CommandSpec(
            group: "wayleave",
            "Do things",
            [
                CommandSpec(
                    "serve",
                    "Serve it's pages",
                    options: [
                        .value("database", "FILE", "A file"), .value("format", "human|json", "How"),
                        .value("issuer", "URL", "Where"), .flag("quiet", "Say less"),
                    ]
                ),
                CommandSpec(group: "user", "People", [CommandSpec("add", "Add one")]),
            ]
        )
    )

    @Test func `every command is a place with its own options`() {
        #expect(script.places.map(\.text) == ["", " serve", " user", " user add"])
        let names = script.places[1].options.map(\.name)
        #expect(names == ["database", "format", "issuer", "quiet", "help"])
    }

    @Test func `what stands behind an option follows from its placeholder`() {
        #expect(script.options(of: .file) == ["--database"])
        #expect(script.options(of: .choice(["human", "json"])) == ["--format"])
        #expect(script.options(of: .other) == ["--issuer"])
        #expect(script.options(of: .none) == ["--help", "--quiet"])
    }

    @Test func `quotation marks in a summary end no text`() {
        #expect(script.text(for: .zsh).contains(#"'serve:Serve it'\''s pages'"#))
        #expect(script.text(for: .fish).contains(#"-d 'Serve it\'s pages'"#))
    }

    @Test(arguments: CompletionScript.Shell.allCases)
    func `every script names every command and option`(shell: CompletionScript.Shell) {
        let text = script.text(for: shell)
        for word in ["serve", "user", "add", "database", "format", "quiet", "human json"] {
            #expect(text.contains(word), "\(shell) \(word)")
        }
    }
}
