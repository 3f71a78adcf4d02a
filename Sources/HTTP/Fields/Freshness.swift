public import Primitives

/// For how long a response may be used again, as its sender says (RFC 9111 §4.2.1, §5.2.2).
///
/// For a cache of answers to requests without credentials, so `private` changes nothing: there is
/// nothing in such an answer that is meant for one person.
public struct Freshness: Sendable, Equatable {
    /// Whether the response may be kept at all (`no-store`).
    public let isStorable: Bool
    /// Seconds from the receipt for which it is fresh, at least 0; `nil` when the sender does not
    /// say.
    public let lifetimeInSeconds: Int64?

    /// Takes a statement as it is.
    public init(isStorable: Bool, lifetimeInSeconds: Int64?) {
        self.isStorable = isStorable
        self.lifetimeInSeconds = lifetimeInSeconds
    }

    /// Reads the statement of a response.
    ///
    /// What contradicts itself or cannot be read counts as stale at once.
    ///
    /// - Parameters:
    ///   - fields: The fields of the response.
    ///   - now: When the response arrived.
    public init(_ fields: HTTPFields, now: Timestamp) {
        let directives = CacheDirectives(fields.all(.cacheControl))
        isStorable = !directives.contains("no-store")
        if directives.contains("no-cache") {
            lifetimeInSeconds = 0
        } else if directives.contains("max-age") {
            let age = fields.first(.age).flatMap(ASCII.decimal) ?? 0
            lifetimeInSeconds = max(0, directives.seconds("max-age") - min(age, Self.longest))
        } else if fields.contains(.expires) {
            lifetimeInSeconds = Self.untilExpiry(fields, now: now)
        } else {
            lifetimeInSeconds = nil
        }
    }

    /// Seconds beyond which a number means "for ever" (RFC 9111 §1.2.2).
    static let longest: Int64 = 2_147_483_648

    private static func untilExpiry(_ fields: HTTPFields, now: Timestamp) -> Int64 {
        guard case .one(let bytes) = fields.only(.expires),
            let expiry = HTTPDate.parse(bytes, now: now)
        else { return 0 }
        let sent = fields.first(.date).flatMap { HTTPDate.parse($0, now: now) } ?? now
        return max(0, expiry.secondsSinceEpoch - sent.secondsSinceEpoch)
    }
}

/// The directives of `Cache-Control` fields, quoted values understood.
private struct CacheDirectives {
    private var found: [(name: [UInt8], value: [UInt8])] = []

    init(_ lines: [[UInt8]]) {
        for line in lines {
            for member in Self.split(line) {
                let equals = member.firstIndex(of: 0x3d) ?? member.endIndex
                let value = Grammar.trimmed(member[equals...].dropFirst())
                found.append(
                    (
                        name: Grammar.trimmed(member[..<equals]).map(Grammar.lowercased),
                        value: value.filter { $0 != 0x22 }
                    )
                )
            }
        }
    }

    func contains(_ name: String) -> Bool {
        found.contains { $0.name.elementsEqual(name.utf8) }
    }

    /// The smallest of the values of `name`; one that is no number counts as 0.
    func seconds(_ name: String) -> Int64 {
        let values = found.filter { $0.name.elementsEqual(name.utf8) }.map { directive -> Int64 in
            let isNumber = !directive.value.isEmpty && directive.value.allSatisfy(ASCII.isDigit)
            guard isNumber else { return 0 }
            return min(ASCII.decimal(directive.value) ?? Freshness.longest, Freshness.longest)
        }
        return values.min() ?? 0
    }

    /// Splits at commas that are not inside quotes.
    private static func split(_ line: [UInt8]) -> [ArraySlice<UInt8>] {
        var members: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        var isEscaped = false
        for (offset, byte) in line.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == 0x5c {
                isEscaped = true
            } else if byte == 0x22 {
                isQuoted.toggle()
            } else if byte == 0x2c, !isQuoted {
                members.append(line[start..<offset])
                start = offset + 1
            }
        }
        members.append(line[start...])
        return members.map(Grammar.trimmed).filter { !$0.isEmpty }
    }
}
