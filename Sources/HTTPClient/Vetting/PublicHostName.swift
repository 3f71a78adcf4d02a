private import Primitives

/// The names that the public DNS can have a server under (RFC 1123 §2.1).
enum PublicHostName {
    /// Names that never lead to a public server (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476,
    /// and `internal`, which ICANN has set aside), and all below them.
    private static let specialSuffixes = [
        "localhost", "local", "internal", "home.arpa", "onion", "test", "invalid", "alt",
    ]

    /// Returns what is wrong with `name`, which is in lower case, or `nil`.
    static func problem(with name: String) -> OutboundURLProblem? {
        let labels = name.utf8.split(separator: 0x2e, omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel) else { return .hostMalformed }
        for suffix in specialSuffixes where isBelow(name, suffix) { return .hostNotPublic }
        guard labels.count >= 2 else { return .hostNotPublic }
        // A last label that begins with a digit would make some readers see an address.
        guard let first = labels.last?.first, ASCII.isLetter(first) else { return .hostMalformed }
        return nil
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        guard (1...63).contains(label.count), label.first != 0x2d, label.last != 0x2d else {
            return false
        }
        return label.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2d }
    }

    private static func isBelow(_ name: String, _ suffix: String) -> Bool {
        name.isIdentical(to: suffix) || name.hasSuffix(".\(suffix)")
    }
}
