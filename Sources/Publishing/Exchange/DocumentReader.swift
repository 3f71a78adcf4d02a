package import JSON
package import Primitives

/// Reads the members of one object of a document, and says of a bad one where it is.
///
/// Members that nothing asked for are refused by ``refuseOthers()``, so that a slip in a name is
/// found instead of ignored.
package final class DocumentReader {
    private let object: JSONObject
    private let pointer: String
    private var known: Set<String> = []

    package init(_ object: JSONObject, at pointer: String = "") {
        self.object = object
        self.pointer = pointer
    }

    /// Where the member `name` is, as a JSON Pointer.
    package func path(_ name: String) -> String {
        pointer + "/" + name
    }

    package func text(_ name: String, _ length: ClosedRange<Int>) throws(PublishingFault) -> String
    {
        guard let text = try optionalText(name, length) else {
            throw .invalid(part: path(name), problem: "is required")
        }
        return text
    }

    package func optionalText(
        _ name: String,
        _ length: ClosedRange<Int>
    ) throws(PublishingFault) -> String? {
        guard let value = member(name) else { return nil }
        return try text(value, length, at: path(name))
    }

    package func texts(
        _ name: String,
        _ length: ClosedRange<Int>,
        atMost count: Int
    ) throws(PublishingFault) -> [String] {
        var texts: [String] = []
        for (index, value) in try list(name, atMost: count).enumerated() {
            texts.append(try text(value, length, at: "\(path(name))/\(index)"))
        }
        return texts
    }

    package func objects(
        _ name: String,
        atMost count: Int
    ) throws(PublishingFault) -> [DocumentReader] {
        var readers: [DocumentReader] = []
        for (index, value) in try list(name, atMost: count).enumerated() {
            let place = "\(path(name))/\(index)"
            guard let object = value.objectValue else {
                throw .invalid(part: place, problem: "must be an object")
            }
            readers.append(DocumentReader(object, at: place))
        }
        return readers
    }

    package func object(_ name: String) throws(PublishingFault) -> DocumentReader? {
        guard let value = member(name) else { return nil }
        guard let object = value.objectValue else {
            throw .invalid(part: path(name), problem: "must be an object")
        }
        return DocumentReader(object, at: path(name))
    }

    package func flag(_ name: String) throws(PublishingFault) -> Bool? {
        guard let value = member(name) else { return nil }
        guard let flag = value.boolValue else {
            throw .invalid(part: path(name), problem: "must be true or false")
        }
        return flag
    }

    package func number(
        _ name: String,
        _ range: ClosedRange<Int64>
    ) throws(PublishingFault) -> Int64? {
        guard let value = member(name) else { return nil }
        guard let number = value.integerValue, range.contains(number) else {
            throw .invalid(
                part: path(name),
                problem: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    package func time(_ name: String) throws(PublishingFault) -> Timestamp? {
        guard let text = try optionalText(name, 1...40) else { return nil }
        guard let time = Timestamp(utc: text) else {
            throw .invalid(part: path(name), problem: "must be a time like 2026-11-23T14:05:00Z")
        }
        return time
    }

    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        _ type: Choice.Type
    ) throws(PublishingFault) -> Choice? {
        guard let text = try optionalText(name, 1...60) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(part: path(name), problem: "must be one of \(known)")
        }
        return choice
    }

    /// The member as it is, `nil` where it is missing or null.
    package func value(_ name: String) -> JSONValue? {
        member(name)
    }

    /// The names of all members, for an object whose names are the file's own.
    package var names: [String] { object.members.map(\.name) }

    /// Refuses whatever was not asked for.
    package func refuseOthers() throws(PublishingFault) {
        for member in object where !known.contains(member.name) {
            throw .invalid(part: path(member.name), problem: "is not known here")
        }
    }

    private func member(_ name: String) -> JSONValue? {
        known.insert(name)
        guard let value = object[name], value != .null else { return nil }
        return value
    }

    private func list(_ name: String, atMost count: Int) throws(PublishingFault) -> [JSONValue] {
        guard let value = member(name) else { return [] }
        guard let list = value.arrayValue, list.count <= count else {
            throw .invalid(part: path(name), problem: "must be a list of at most \(count)")
        }
        return list
    }

    private func text(
        _ value: JSONValue,
        _ length: ClosedRange<Int>,
        at place: String
    ) throws(PublishingFault) -> String {
        guard let text = value.stringValue, length.contains(text.unicodeScalars.count) else {
            let (low, high) = (length.lowerBound, length.upperBound)
            throw .invalid(part: place, problem: "must be a text of \(low) to \(high) characters")
        }
        return text
    }
}
