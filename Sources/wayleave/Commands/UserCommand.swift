internal import Administration

/// `wayleave user`: the people who can sign in.
enum UserCommand: Command {
    private static let user = OperandSpec("USER", "An e-mail address or a user id, usr_...")

    static let spec = CommandSpec(
        group: "user",
        "Manage the people who can sign in",
        [add, list, show, passwd, disable, enable, remove]
    )

    private static let add = CommandSpec(
        "add",
        "Add a person, who can sign in at once",
        details: [
            "The password is asked for twice, or read from standard input with --password-stdin; "
                + "it is never an argument, where other users of this computer could see it. It "
                + "needs at least 15 characters. A new person is in no workspace; add them with "
                + "'wayleave member add'."
        ],
        operands: [OperandSpec("EMAIL", "The address to sign in with")],
        options: [
            .value("name", "NAME", "The name that pages and clients show. Required."),
            .passwordStdin,
        ] + OptionSpec.usual,
        examples: [
            CommandSpec.Example(
                "Ask for the password",
                "wayleave user add ada@example.com --name 'Ada Lovelace'"
            ),
            CommandSpec.Example(
                "Take it from a password manager",
                "pass show ada | wayleave user add ada@example.com --name Ada --password-stdin"
            ),
        ]
    )

    private static let list = CommandSpec(
        "list",
        "List all people by e-mail address",
        options: OptionSpec.usual
    )

    private static let show = CommandSpec(
        "show",
        "Show a person and their workspaces",
        operands: [user],
        options: OptionSpec.usual
    )

    private static let passwd = CommandSpec(
        "passwd",
        "Give a person another password and sign them out everywhere",
        details: [
            "Grants stay, so clients that the person approved keep working, unless --end-grants "
                + "is given: use it when the old password may be known to somebody else."
        ],
        operands: [user],
        options: [
            .passwordStdin, .flag("end-grants", "End every grant of the person too."),
        ] + OptionSpec.usual
    )

    private static let disable = CommandSpec(
        "disable",
        "Shut a person out: no sign-in, and no client of theirs works",
        details: ["Nothing is lost; 'wayleave user enable' lets them and their clients in again."],
        operands: [user],
        options: OptionSpec.usual
    )

    private static let enable = CommandSpec(
        "enable",
        "Let a disabled person in again",
        operands: [user],
        options: OptionSpec.usual
    )

    private static let remove = CommandSpec(
        "remove",
        "Remove a person for good, with their memberships and grants",
        details: [
            "This cannot be undone. Name, e-mail address and password are erased; the address can "
                + "be given to somebody else."
        ],
        operands: [user],
        options: [.yes] + OptionSpec.usual
    )

    static func run(_ arguments: ParsedArguments) async throws {
        switch arguments.words.last {
        case "add": try await runAdd(arguments)
        case "list": try await arguments.withInstallation { try $0.people() }
        case "show":
            try await arguments.withInstallation { try await $0.person(arguments.operands[0]) }
        case "passwd": try await runPasswd(arguments)
        case "remove": try await runRemove(arguments)
        default:
            let isDisabled = arguments.words.last == "disable"
            try await arguments.withInstallation {
                try await $0.setPerson(arguments.operands[0], isDisabled: isDisabled)
            }
        }
    }

    private static func runAdd(_ arguments: ParsedArguments) async throws {
        let email = arguments.operands[0]
        let name = try arguments.required("name")
        _ = try arguments.paths()
        let password = try arguments.password(for: email)
        try await arguments.withInstallation(missing: .create) {
            try await $0.addPerson(email: email, name: name, password: password)
        }
    }

    private static func runPasswd(_ arguments: ParsedArguments) async throws {
        let user = arguments.operands[0]
        try await arguments.withInstallation {
            // Looked up first: nobody should type a password twice for a name with a slip in it.
            _ = try await $0.person(user)
            return try await $0.setPassword(
                of: user,
                to: arguments.password(for: user),
                endsGrants: arguments.has("end-grants")
            )
        }
    }

    private static func runRemove(_ arguments: ParsedArguments) async throws {
        let user = arguments.operands[0]
        try await arguments.withInstallation {
            _ = try await $0.person(user)
            try arguments.confirm("Remove \(user) for good, with all grants and memberships?")
            return try await $0.removePerson(user)
        }
    }
}
