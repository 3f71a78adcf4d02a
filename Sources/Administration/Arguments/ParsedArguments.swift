private import Primitives

/// What somebody typed, sorted by what the command's description says.
public struct ParsedArguments: Sendable, Equatable {
    /// The words that name the command, the program's own first.
    public let path: [String]
    /// What was given besides options, in order.
    public let operands: [String]
    private let options: [String: [String]]

    init(path: [String], operands: [String], options: [String: [String]]) {
        self.path = path
        self.operands = operands
        self.options = options
    }

    /// The command as a person types it, `wayleave user add`.
    public var command: String { path.joined(separator: " ") }

    /// The command's words without the program's.
    public var words: [String] { Array(path.dropFirst()) }

    /// Whether an option without a value was given.
    public func has(_ option: String) -> Bool {
        options[option] != nil
    }

    /// The value of an option, or `nil` where it was not given.
    public func value(_ option: String) -> String? {
        options[option]?.last
    }

    /// The values of an option that may be given several times.
    public func values(_ option: String) -> [String] {
        options[option] ?? []
    }

    /// The value of an option that the command cannot do without.
    ///
    /// - Parameter option: The name without hyphens.
    /// - Returns: What was given.
    /// - Throws: ``UsageError/missingOption(_:command:)``.
    public func required(_ option: String) throws(UsageError) -> String {
        guard let value = value(option) else {
            throw .missingOption(option, command: command)
        }
        return value
    }

    /// The value of a numeric option, or `nil` where it was not given.
    ///
    /// - Parameters:
    ///   - option: The name without hyphens.
    ///   - range: What is allowed.
    /// - Returns: The number.
    /// - Throws: ``UsageError/invalidValue(option:value:expected:command:)``.
    public func number(
        _ option: String,
        in range: ClosedRange<Int64>
    ) throws(UsageError) -> Int64? {
        guard let text = value(option) else { return nil }
        guard let number = ASCII.decimal(Array(text.utf8)), range.contains(number) else {
            throw invalid(option, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The value of an option that has a closed set of values, or `nil` where it was not given.
    ///
    /// - Parameters:
    ///   - option: The name without hyphens.
    ///   - type: The set.
    /// - Returns: The member whose raw value was given.
    /// - Throws: ``UsageError/invalidValue(option:value:expected:command:)``.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ option: String,
        _ type: Choice.Type
    ) throws(UsageError) -> Choice? {
        guard let text = value(option) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw invalid(option, Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// The error for a value that this option does not take.
    public func invalid(_ option: String, _ expected: String) -> UsageError {
        .invalidValue(
            option: "--\(option)",
            value: value(option) ?? "",
            expected: expected,
            command: command
        )
    }

    /// The error for an operand that the command does not take.
    public func invalid(operand index: Int, _ name: String, _ expected: String) -> UsageError {
        .invalidValue(
            option: name,
            value: operands.indices.contains(index) ? operands[index] : "",
            expected: expected,
            command: command
        )
    }
}
