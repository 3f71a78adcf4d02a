/// Aligned columns under headings, for a person at a terminal.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []

    /// Creates a table with `headings` and no row.
    init(_ headings: String...) {
        self.headings = headings
    }

    /// Adds a row, one cell for each heading.
    mutating func add(_ cells: String...) {
        precondition(cells.count == headings.count, "Callers write as many cells as headings.")
        rows.append(cells.map(TerminalText.cleaned(_:)))
    }

    /// The lines, without a line end behind the last, or `empty` where there is no row.
    func text(empty: String) -> String {
        guard !rows.isEmpty else { return empty }
        let all = [headings] + rows
        let widths = headings.indices.map { column in
            all.map { TerminalText.width($0[column]) }.max() ?? 0
        }
        return all.map { Self.line($0, widths) }.joined(separator: "\n")
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (cell, width) in zip(cells, widths) {
            line += cell + String(repeating: " ", count: width - TerminalText.width(cell) + 2)
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

/// Named values under each other, for a person at a terminal.
struct Details {
    private var rows: [(name: String, value: String)] = []

    /// Adds a value; none is shown as `-`.
    mutating func add(_ name: String, _ value: String?) {
        rows.append((name, value.map(TerminalText.cleaned(_:)) ?? "-"))
    }

    /// Adds several values under one name.
    mutating func add(_ name: String, all values: [String]) {
        guard !values.isEmpty else { return add(name, nil) }
        for (index, value) in values.enumerated() {
            rows.append((index == 0 ? name : "", TerminalText.cleaned(value)))
        }
    }

    /// The lines, without a line end behind the last.
    var text: String {
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        return rows.map { row in
            row.name + String(repeating: " ", count: width - row.name.count) + row.value
        }.joined(separator: "\n")
    }
}
