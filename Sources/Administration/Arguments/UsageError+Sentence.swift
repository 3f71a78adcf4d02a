extension UsageError {
    /// What is wrong and what to type instead, in one sentence without a full stop.
    public var sentence: String {
        switch self {
        case .unknownCommand(let name, let parent, let suggestion):
            "there is no command \(quoted("\(parent) \(name)"))"
                + remedy(suggestion.map { "\(parent) \($0)" }, command: parent)
        case .missingCommand(let parent, let known):
            "say what to do, one of \(known.joined(separator: ", "))" + help(parent)
        case .unknownOption(let name, let command, let suggestion):
            "\(quoted(command)) has no option \(quoted("--\(name)"))"
                + remedy(suggestion.map { "--\($0)" }, command: command)
        case .optionBeforeCommand(let name, let parent):
            "put \(quoted("--\(name)")) behind the whole command" + help(parent)
        case .missingValue(let option, let placeholder, let command):
            "--\(option) needs a value; write --\(option) \(placeholder)" + help(command)
        case .unexpectedValue(let option, let command):
            "--\(option) takes no value; write it alone" + help(command)
        case .repeatedOption(let option, let command):
            "--\(option) was given more than once; give it once" + help(command)
        case .missingOption(let option, let command):
            "\(quoted(command)) needs --\(option)" + help(command)
        case .missingOperand(let placeholder, let command):
            "\(quoted(command)) needs \(placeholder)" + help(command)
        case .excessOperands(let taken, let command):
            "\(quoted(command)) takes \(argumentCount(taken)); put a value with spaces in quotes"
                + help(command)
        default: contentSentence
        }
    }

    private var contentSentence: String {
        switch self {
        case .invalidValue(let option, let value, let expected, let command):
            "\(quoted(value)) does not fit \(option); expected \(expected)" + help(command)
        case .conflict(let first, let second, let command):
            "\(first) and \(second) exclude each other; give one of them" + help(command)
        case .unconfirmed(let command):
            "\(quoted(command)) asks before it ends anything, and there is no terminal to ask at; "
                + "add --yes to go ahead"
        case .noPassword(let command):
            "there is no terminal to ask for the password at; send it on standard input to "
                + "\(quoted("\(command) --password-stdin"))"
        case .noDatabase:
            "name the database with --database FILE or in the environment variable "
                + "WAYLEAVE_DATABASE"
        default: ""
        }
    }

    private func remedy(_ suggestion: String?, command: String) -> String {
        guard let suggestion else { return help(command) }
        return "; did you mean \(quoted(suggestion))?"
    }

    private func help(_ command: String) -> String {
        " (see \(quoted("\(command) --help")))"
    }

    private func argumentCount(_ count: Int) -> String {
        switch count {
        case 0: "no arguments"
        case 1: "one argument"
        default: "\(count) arguments"
        }
    }

    /// The text in quotation marks, shortened, and safe to show in a terminal.
    private func quoted(_ text: String) -> String {
        let shown = TerminalText.cleaned(text)
        let short = shown.count > 60 ? shown.prefix(59) + "…" : shown[...]
        return "'\(short)'"
    }
}
