import Testing

@testable import Administration

@Suite("Reading a command line")
struct ArgumentParserTests {
    static let root = CommandSpec(
        group: "tool",
        "Do things",
        [
            CommandSpec(
                group: "thing",
                "Manage things",
                [
                    CommandSpec(
                        "add",
                        "Add a thing",
                        operands: [OperandSpec("NAME", "Its name")],
                        options: [
                            .value("colour", "COLOUR", "Its colour"), .flag("json", "As JSON"),
                            .values("tag", "TAG", "A tag"),
                        ]
                    ),
                    CommandSpec("list", "List things", options: [.flag("json", "As JSON")]),
                    CommandSpec(
                        "drop",
                        "Drop things",
                        operands: [OperandSpec("THING", "Things", count: .any)]
                    ),
                ]
            )
        ]
    )

    private func parse(_ call: String) throws(UsageError) -> ArgumentParser.Request {
        try ArgumentParser(root: Self.root).parse(call.split(separator: " ").map(String.init))
    }

    private func arguments(_ call: String) throws -> ParsedArguments {
        guard case .run(let arguments) = try parse(call) else {
            throw UsageError.missingCommand(parent: "", known: [])
        }
        return arguments
    }

    @Test(arguments: [
        "thing add box --colour red --tag a --tag b --json",
        "thing add --colour=red box --tag=a --tag=b --json",
        "thing add --json --tag a --colour red --tag b -- box",
    ])
    func `options stand anywhere behind the command`(call: String) throws {
        let arguments = try arguments(call)
        #expect(arguments.words == ["thing", "add"])
        #expect(arguments.operands == ["box"])
        #expect(arguments.value("colour") == "red")
        #expect(arguments.values("tag") == ["a", "b"])
        #expect(arguments.has("json"))
        #expect(!arguments.has("other"))
    }

    @Test func `a value keeps its equals signs and two hyphens end the options`() throws {
        #expect(try arguments("thing add box --colour=a=b").value("colour") == "a=b")
        #expect(try arguments("thing add -- --colour").operands == ["--colour"])
        #expect(try arguments("thing add -").operands == ["-"])
        #expect(try arguments("thing drop a b c").operands == ["a", "b", "c"])
        #expect(try arguments("thing drop").operands == [])
    }

    static let mistakes: [(String, UsageError)] = [
        ("", .missingCommand(parent: "tool", known: ["thing"])),
        ("thing", .missingCommand(parent: "tool thing", known: ["add", "list", "drop"])),
        ("thnig", .unknownCommand("thnig", parent: "tool", suggestion: "thing")),
        ("thing lst", .unknownCommand("lst", parent: "tool thing", suggestion: "list")),
        ("thing quux", .unknownCommand("quux", parent: "tool thing", suggestion: nil)),
        ("thing --json list", .optionBeforeCommand("json", parent: "tool thing")),
        (
            "thing list --jsn",
            .unknownOption("jsn", command: "tool thing list", suggestion: "json")
        ),
        ("thing list -j", .unknownOption("j", command: "tool thing list", suggestion: nil)),
        (
            "thing list --password=hunter2",
            .unknownOption("password", command: "tool thing list", suggestion: nil)
        ),
        (
            "thing add box --colour",
            .missingValue(option: "colour", placeholder: "COLOUR", command: "tool thing add")
        ),
        (
            "thing add box --colour=",
            .missingValue(option: "colour", placeholder: "COLOUR", command: "tool thing add")
        ),
        (
            "thing list --json=yes",
            .unexpectedValue(option: "json", command: "tool thing list")
        ),
        (
            "thing add box --colour red --colour blue",
            .repeatedOption("colour", command: "tool thing add")
        ),
        ("thing add --json", .missingOperand("NAME", command: "tool thing add")),
        ("thing add a b", .excessOperands(taken: 1, command: "tool thing add")),
        ("thing list a", .excessOperands(taken: 0, command: "tool thing list")),
    ]

    @Test(arguments: 0..<mistakes.count)
    func `each mistake is told apart`(index: Int) {
        let (call, error) = Self.mistakes[index]
        #expect(throws: error) { try parse(call) }
    }

    @Test(arguments: [
        ("--help", ["tool"]), ("-h", ["tool"]), ("help", ["tool"]),
        ("thing --help", ["tool", "thing"]), ("help thing add", ["tool", "thing", "add"]),
        ("thing add --bad --help", ["tool", "thing", "add"]),
    ])
    func `help wins over every other mistake`(call: String, path: [String]) throws {
        #expect(try parse(call) == .help(path))
    }

    @Test func `the version is asked of the program alone`() throws {
        #expect(try parse("--version") == .version)
        #expect(throws: UsageError.self) { try parse("thing --version") }
        #expect(try arguments("thing add -- --help").operands == ["--help"])
    }

    @Test func `values are checked where they are read`() throws {
        let arguments = try arguments("thing add box --colour 12")
        #expect(try arguments.number("colour", in: 1...20) == 12)
        #expect(try arguments.number("tag", in: 1...20) == nil)
        #expect(throws: UsageError.self) { try arguments.number("colour", in: 1...9) }
        #expect(throws: UsageError.self) { try arguments.choice("colour", RoleArgument.self) }
        #expect(throws: UsageError.missingOption("tag", command: "tool thing add")) {
            try arguments.required("tag")
        }
    }
}
