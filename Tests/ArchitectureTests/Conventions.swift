/// Habits of the house that a look at the text can check.
enum Conventions {
    /// Reminders that nobody finds again; spelled apart so that this file is none itself.
    private static let reminders = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
    private static let promises = ["@unchecked Sendable", "nonisolated(unsafe)"]
    private static let words = ["sendable", "unsafe", "safe", "lock", "thread", "immutable"]

    /// Promises to the compiler that no comment near them explains.
    static func unprovenPromises(in file: SourceFile) -> [String] {
        let blanked = BlankedSource(file.text)
        let code = blanked.lines
        let text = file.lines
        return code.indices.compactMap { index in
            guard let promise = promises.first(where: { code[index].contains($0) }) else {
                return nil
            }
            var near = [index]
            if index + 1 < code.count { near.append(index + 1) }
            var above = index - 1
            while above >= 0, isCommentOrAttribute(code[above], blanked, above) {
                near.append(above)
                above -= 1
            }
            let proven = near.contains { line in
                guard blanked.linesWithComment.contains(line) else { return false }
                let comment = text[line].drop { $0 != "/" }.lowercased()
                return words.contains { comment.contains($0) }
            }
            // One comment may speak for a short list when it names the promise.
            let spokenFor = (max(0, index - 12)..<index).contains { line in
                blanked.linesWithComment.contains(line) && text[line].contains(promise)
            }
            if proven || spokenFor { return nil }
            return "\(file.path):\(index + 1): \(promise) without its reason"
        }
    }

    private static func isCommentOrAttribute(
        _ code: String,
        _ blanked: BlankedSource,
        _ line: Int
    ) -> Bool {
        guard let first = code.first(where: { $0 != " " }) else {
            return blanked.linesWithComment.contains(line)
        }
        return first == "@"
    }

    /// Notes to come back later, which belong into the issue tracker.
    static func reminders(in file: SourceFile) -> [String] {
        file.lines.enumerated()
            .filter { line in
                let words = Token.split(Array(line.element.utf8)).map(\.text)
                return reminders.contains { words.contains($0) }
            }
            .map { "\(file.path):\($0.offset + 1): a note to come back later" }
    }

    /// Writes to standard output from a library.
    static func prints(in file: SourceFile) -> [String] {
        BlankedSource(file.text).lines.enumerated()
            .filter { line in
                Token.split(Array(line.element.utf8)).map(\.text).contains("print")
                    && line.element.contains("print(")
            }
            .map { "\(file.path):\($0.offset + 1): print in a library" }
    }

    /// Types that bear the name of their own target.
    static func namesakes(in file: SourceFile) -> [String] {
        Outline(of: BlankedSource(file.text)).types
            .filter { $0.kind != "extension" && $0.name == file.target }
            .map { "\(file.path):\($0.line): the type \($0.name) hides its module" }
    }
}
