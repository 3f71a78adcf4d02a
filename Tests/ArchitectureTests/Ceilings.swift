/// The largest sizes that a reader should have to hold in the head at once.
enum Ceilings {
    static let columns = 100
    static let sourceFileLines = 400
    static let testFileLines = 600
    static let functionLines = 60
    static let parameters = 7
    static let storedProperties = 12

    /// What is larger than its ceiling in `file`.
    static func violations(in file: SourceFile) -> [String] {
        let outline = Outline(of: BlankedSource(file.text))
        return lineViolations(in: file)
            + outline.functions
            .filter { $0.bodyLines > functionLines }
            .map { "\(file.path):\($0.line): \($0.name) has \($0.bodyLines) lines" }
            + outline.signatures
            .filter { $0.parameters > parameters }
            .map { "\(file.path):\($0.line): \($0.name) takes \($0.parameters) parameters" }
            + outline.types
            .filter { $0.storedProperties > storedProperties }
            .map { "\(file.path):\($0.line): \($0.name) stores \($0.storedProperties) properties" }
    }

    private static func lineViolations(in file: SourceFile) -> [String] {
        let lines = file.lines
        let ceiling = file.path.hasPrefix("Tests/") ? testFileLines : sourceFileLines
        let count = lines.last == "" ? lines.count - 1 : lines.count
        var found = lines.enumerated()
            .filter { $0.element.count > columns }
            .map { "\(file.path):\($0.offset + 1): \($0.element.count) columns" }
        if count > ceiling {
            found.append("\(file.path): \(count) lines")
        }
        return found
    }
}

/// Files that may be larger than the ceilings, each with its reason.
enum Exemptions {
    static let reasons: [String: String] = [:]
}
