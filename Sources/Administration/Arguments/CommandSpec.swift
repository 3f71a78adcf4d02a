internal import Primitives

/// What a command is called, takes and does: everything that parsing and help need.
public struct CommandSpec: Sendable {
    /// The word that names it, `add` in `wayleave user add`.
    public let name: String
    /// What it does, in one line that begins with a verb.
    public let summary: String
    /// What else a reader must know, one paragraph each.
    public let details: [String]
    /// What it takes besides options, in order.
    public let operands: [OperandSpec]
    /// Its own options.
    public let options: [OptionSpec]
    /// Calls that work, and what each does.
    public let examples: [Example]
    /// The commands below it; one that has any does nothing itself.
    public let subcommands: [CommandSpec]

    /// A call that works.
    public struct Example: Sendable {
        /// What it does.
        public let purpose: String
        /// What to type.
        public let call: String

        /// Pairs a purpose with its call.
        public init(_ purpose: String, _ call: String) {
            self.purpose = purpose
            self.call = call
        }
    }

    /// Describes a command that does something.
    public init(
        _ name: String,
        _ summary: String,
        details: [String] = [],
        operands: [OperandSpec] = [],
        options: [OptionSpec] = [],
        examples: [Example] = []
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.operands = operands
        self.options = options
        self.examples = examples
        subcommands = []
    }

    /// Describes a command that only leads to others.
    public init(
        group name: String,
        _ summary: String,
        details: [String] = [],
        examples: [Example] = [],
        _ subcommands: [CommandSpec]
    ) {
        self.name = name
        self.summary = summary
        self.details = details
        self.examples = examples
        self.subcommands = subcommands
        operands = []
        options = []
    }

    /// The command below this one that is called `name`.
    func subcommand(_ name: String) -> CommandSpec? {
        subcommands.first { $0.name.isIdentical(to: name) }
    }
}

/// Something that a command takes besides options.
public struct OperandSpec: Sendable {
    /// What stands for it in help, `USER`.
    public let placeholder: String
    /// What it is, in a few words.
    public let summary: String
    /// How many of it there may be.
    public let count: Count

    /// How many of an operand there may be.
    public enum Count: Sendable {
        /// Exactly one.
        case one
        /// None or more; only for the last operand.
        case any
    }

    /// Describes an operand.
    public init(_ placeholder: String, _ summary: String, count: Count = .one) {
        self.placeholder = placeholder
        self.summary = summary
        self.count = count
    }
}

/// An option, written `--name`, `--name value` or `--name=value`.
public struct OptionSpec: Sendable {
    /// The name without the two hyphens.
    public let name: String
    /// What stands for the value in help, or `nil` for an option without one.
    public let placeholder: String?
    /// What it does, in a line or two.
    public let summary: String
    /// Whether it may be given several times.
    public let isRepeatable: Bool

    /// Describes an option without a value.
    public static func flag(_ name: String, _ summary: String) -> OptionSpec {
        OptionSpec(name: name, placeholder: nil, summary: summary, isRepeatable: false)
    }

    /// Describes an option with a value.
    public static func value(
        _ name: String,
        _ placeholder: String,
        _ summary: String
    ) -> OptionSpec {
        OptionSpec(name: name, placeholder: placeholder, summary: summary, isRepeatable: false)
    }

    /// Describes an option with a value that may be given several times.
    public static func values(
        _ name: String,
        _ placeholder: String,
        _ summary: String
    ) -> OptionSpec {
        OptionSpec(name: name, placeholder: placeholder, summary: summary, isRepeatable: true)
    }
}
