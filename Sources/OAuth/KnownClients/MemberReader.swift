internal import JSON
private import Primitives

/// Reads the members of one object of a registry file and names the place of whatever is wrong.
struct MemberReader {
    private let object: JSONObject
    private let place: String

    init(_ value: JSONValue, at place: String) throws(KnownClientFileError) {
        guard let object = value.objectValue else {
            throw KnownClientFileError("\(place) must be an object")
        }
        self.object = object
        self.place = place
    }

    /// Refuses members that are not among `names`.
    func allow(_ names: [String]) throws(KnownClientFileError) {
        for member in object where !names.contains(where: { $0.isIdentical(to: member.name) }) {
            throw KnownClientFileError(
                "\(place) has an unknown member '\(member.name)'; known are "
                    + names.joined(separator: ", ")
            )
        }
    }

    func integer(_ name: String) -> Int64? {
        object[name]?.integerValue
    }

    /// A number of seconds in `range`, or `nil` where the member is missing.
    func seconds(
        _ name: String,
        in range: ClosedRange<Int64>
    ) throws(KnownClientFileError) -> Int64? {
        guard let value = object[name] else { return nil }
        guard let number = value.integerValue, range.contains(number) else {
            throw problem(
                name,
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// A short lower-case name, which must be there.
    func identifier(_ name: String) throws(KnownClientFileError) -> String {
        guard let text = object[name]?.stringValue, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-")
            })
        else { throw problem(name, "must be 1 to 64 lower-case letters, digits and hyphens") }
        return text
    }

    /// A text of visible characters in one line.
    func text(
        _ name: String,
        maximum: Int,
        required: Bool
    ) throws(KnownClientFileError) -> String? {
        guard let value = object[name] else {
            guard required else { return nil }
            throw problem(name, "is missing")
        }
        guard let text = value.stringValue, Self.isClean(text, maximum: maximum) else {
            throw problem(name, "must be 1 to \(maximum) visible characters")
        }
        return text
    }

    func list(
        _ name: String,
        required: Bool = false
    ) throws(KnownClientFileError) -> [JSONValue] {
        guard let value = object[name] else {
            guard required else { return [] }
            throw problem(name, "is missing")
        }
        guard let list = value.arrayValue else { throw problem(name, "must be a list") }
        return list
    }

    /// A list of texts, each of at least `minimum` bytes.
    func texts(_ name: String, minimum: Int) throws(KnownClientFileError) -> [String] {
        var texts: [String] = []
        for (index, item) in try list(name).enumerated() {
            guard let text = item.stringValue, Self.isClean(text, maximum: 200),
                text.utf8.count >= minimum
            else {
                throw problem("\(name)[\(index)]", "must be \(minimum) to 200 visible characters")
            }
            texts.append(text)
        }
        return texts
    }

    /// A list of addresses by the rules of redirect URIs.
    func addresses(_ name: String) throws(KnownClientFileError) -> [KnownAddress] {
        var addresses: [KnownAddress] = []
        for (index, item) in try list(name).enumerated() {
            guard let text = item.stringValue else {
                throw problem("\(name)[\(index)]", "must be a text")
            }
            do throws(RedirectURIProblem) {
                addresses.append(try KnownAddress(parsing: text))
            } catch {
                throw problem("\(name)[\(index)]", "is refused: \(error.text)")
            }
        }
        return addresses
    }

    private func problem(_ member: String, _ words: String) -> KnownClientFileError {
        let prefix = place == "the file" ? "" : "\(place)."
        return KnownClientFileError("\(prefix)\(member) \(words)")
    }

    private static func isClean(_ text: String, maximum: Int) -> Bool {
        guard (1...maximum).contains(text.unicodeScalars.count) else { return false }
        return ClientName.cleaned(text, maximumScalars: maximum).map { $0.isIdentical(to: text) }
            == true
    }
}
