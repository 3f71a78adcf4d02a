/// Guesses what somebody meant to type.
enum Spelling {
    /// Returns the candidate that `word` is most probably a slip of, or `nil` where none is near.
    ///
    /// Near is one slip in a word of up to four letters and two in a longer one, or the beginning
    /// of exactly one candidate.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let beginnings = candidates.filter { word.count >= 2 && $0.hasPrefix(word) }
        if beginnings.count == 1 { return beginnings[0] }
        let limit = word.utf8.count <= 4 ? 1 : 2
        let near = candidates.map { ($0, distance(word, $0)) }.filter { $0.1 <= limit }
        return near.min { $0.1 < $1.1 }?.0
    }

    /// How many insertions, deletions, substitutions and swaps of neighbours lead from one to the
    /// other.
    static func distance(_ first: String, _ second: String) -> Int {
        let (left, right) = (Array(first.utf8.prefix(64)), Array(second.utf8.prefix(64)))
        var twoAbove: [Int] = []
        var above = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(
                    above[column + 1] + 1,
                    current[column] + 1,
                    above[column] + (byte == other ? 0 : 1)
                )
                let isSwap =
                    row > 0 && column > 0 && byte == right[column - 1] && left[row - 1] == other
                if isSwap { best = min(best, twoAbove[column - 1] + 1) }
                current.append(best)
            }
            (twoAbove, above) = (above, current)
        }
        return above[right.count]
    }
}
