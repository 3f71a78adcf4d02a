/// The tables of `Documentation/Conformance.md`: each requirement with the tests that show it.
struct ConformanceMap {
    /// A test by its file and name.
    struct TestReference: Hashable, CustomStringConvertible {
        /// The target's folder and the file without its extension, such as `OAuthTests/ScopeTests`.
        let file: String
        let name: String

        var description: String { "\(file) · \(name)" }
    }

    /// One requirement.
    struct Row {
        let id: String
        let requirement: String
        /// The tests that show it; none where ``reason`` says why.
        let tests: [TestReference]
        let reason: String
    }

    let rows: [Row]

    /// Reads every table row whose first cell is in code marks.
    init(parsing text: String) {
        rows = text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { Self.trimmed($0) }
            guard line.hasPrefix("| `"), cells.count == 3 else { return nil }
            let tests = cells[2].split(separator: "<br>").compactMap { Self.reference(in: $0) }
            return Row(
                id: Self.unmarked(cells[0]),
                requirement: cells[1],
                tests: tests,
                reason: tests.isEmpty ? cells[2] : ""
            )
        }
    }

    /// The identifiers that stand in the map not once, of those that must.
    func misplaced(among identifiers: [String]) -> [String] {
        let counts = Dictionary(rows.map { ($0.id, 1) }, uniquingKeysWith: +)
        let unknown = Set(counts.keys).subtracting(identifiers).sorted()
        return identifiers.filter { counts[$0] != 1 } + unknown
    }

    /// The tests that the map names and `known` lacks.
    func dangling(among known: Set<TestReference>) -> [String] {
        rows.flatMap { row in
            row.tests.filter { !known.contains($0) }.map { "\(row.id): \($0)" }
        }
    }

    /// The requirements that have neither a test nor a reason of at least a short sentence.
    var unproven: [String] {
        rows.filter { $0.tests.isEmpty && ($0.reason.count < 20 || !$0.reason.hasSuffix(".")) }
            .map(\.id)
    }

    private static func reference(in cell: some StringProtocol) -> TestReference? {
        let parts = cell.split(separator: " · ", maxSplits: 1).map { trimmed($0) }
        guard parts.count == 2, parts[0].hasPrefix("`"), parts[0].contains("/") else { return nil }
        return TestReference(file: unmarked(parts[0]), name: parts[1])
    }

    private static func unmarked(_ text: String) -> String {
        text.replacing("`", with: "")
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
