/// How a call was wrong; ``sentence`` says it in words.
///
/// No case carries the value of an option or operand that may be a secret.
public enum UsageError: Error, Equatable, Sendable {
    /// There is no such command; `suggestion` is the one that was probably meant.
    case unknownCommand(String, parent: String, suggestion: String?)
    /// The call stops before it names what to do.
    case missingCommand(parent: String, known: [String])
    /// The command has no such option.
    case unknownOption(String, command: String, suggestion: String?)
    /// An option stands before the command that it belongs to.
    case optionBeforeCommand(String, parent: String)
    /// The option's value is missing.
    case missingValue(option: String, placeholder: String, command: String)
    /// The option takes no value and has one.
    case unexpectedValue(option: String, command: String)
    /// The option may be given once.
    case repeatedOption(String, command: String)
    /// The command cannot do without this option.
    case missingOption(String, command: String)
    /// An operand is missing.
    case missingOperand(String, command: String)
    /// There are more operands than the command takes.
    case excessOperands(taken: Int, command: String)
    /// The value is not of the kind that is taken; `option` names an option or an operand.
    case invalidValue(option: String, value: String, expected: String, command: String)
    /// The two options contradict each other.
    case conflict(String, String, command: String)
    /// The command destroys something, and there is no terminal to ask at.
    case unconfirmed(command: String)
    /// The command needs a password, and there is no terminal to ask at.
    case noPassword(command: String)
    /// The command needs a database, and none was named.
    case noDatabase(command: String)
}
