/// The dependencies that `Package.swift` declares, read from its text.
enum PackageArrows {
    /// Returns, for each target of `Sources` that `manifest` declares, what it depends on.
    static func read(_ manifest: String) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for opening in ["layer(", ".executableTarget("] {
            for piece in manifest.components(separatedAt: opening).dropFirst() {
                var names = quotedTexts(in: call(piece))
                guard !names.isEmpty else { continue }
                let target = names.removeFirst()
                result[target] = names
            }
        }
        return result
    }

    /// The text up to the parenthesis that closes the call.
    private static func call(_ text: Substring) -> Substring {
        var depth = 1
        return text.prefix { character in
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            return depth > 0
        }
    }

    private static func quotedTexts(in text: Substring) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }
            .map { String($0.element) }
    }
}

extension String {
    /// The pieces between the occurrences of `separator`.
    fileprivate func components(separatedAt separator: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            pieces.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return pieces + [rest]
    }
}
