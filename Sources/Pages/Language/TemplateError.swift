/// What is wrong with a template, and where.
public struct TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file, for instance `consent.html`.
    public let file: String
    /// The line, from 1; 0 where the file as a whole is meant.
    public let line: Int
    /// The column in bytes, from 1; 0 where the file as a whole is meant.
    public let column: Int
    /// What is wrong and what to do.
    public let problem: String

    /// `file:line:column: problem`.
    public var description: String {
        line == 0 ? "\(file): \(problem)" : "\(file):\(line):\(column): \(problem)"
    }
}

/// A place in a template.
struct TemplatePosition: Sendable, Equatable {
    let file: String
    var line = 1
    var column = 1

    func error(_ problem: String) -> TemplateError {
        TemplateError(file: file, line: line, column: column, problem: problem)
    }
}
